"""말 particles after the words that people really write."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from states.korean import with_particle

SYLLABLES = st.characters(min_codepoint=ord("가"), max_codepoint=ord("힣"))
PAIRS = st.sampled_from(["은/는", "이/가", "을/를", "과/와", "으로/로"])


@pytest.mark.parametrize(
    ("word", "particles", "said"),
    [
        pytest.param("공모", "은/는", "공모는", id="after a vowel"),
        pytest.param("심사", "이/가", "심사가", id="이/가 after a vowel"),
        pytest.param("이의신청", "을/를", "이의신청을", id="after a consonant"),
        pytest.param("의결", "으로/로", "의결로", id="로 after ㄹ"),
        pytest.param("의결", "은/는", "의결은", id="ㄹ is a consonant for every other particle"),
        pytest.param("협약", "으로/로", "협약으로", id="으로 after another consonant"),
        pytest.param("24:00", "은/는", "24:00은", id="a figure is read: 영"),
        pytest.param("2", "은/는", "2는", id="a figure is read: 이"),
        pytest.param("1", "으로/로", "1로", id="a figure is read: 일"),
        pytest.param("'이월'", "을/를", "'이월'을", id="quotes are not read"),
        pytest.param("분류(2차)", "은/는", "분류(2차)는", id="a bracket is not read"),
        pytest.param("하나(call, selection)", "을/를", "하나(call, selection)를", id="the word before it is"),
        pytest.param("총회(의결(1))", "은/는", "총회(의결(1))는", id="nor what is in two brackets"),
        pytest.param("'심사 (1차)'", "이/가", "'심사 (1차)'가", id="nor in brackets and quotes"),
        pytest.param("(전체)", "은/는", "(전체)는", id="with nothing before it, it is"),
        pytest.param("서울시)", "은/는", "서울시)는", id="a bracket that nothing opens"),
        pytest.param("UTF-8", "으로/로", "UTF-8로", id="a figure after letters: 팔"),
        pytest.param("toml", "은/는", "toml은", id="a letter is read: 엘"),
        pytest.param("toml", "으로/로", "toml로", id="로 after 엘"),
        pytest.param("USER", "으로/로", "USER로", id="로 after 알"),
        pytest.param("KRW·m", "으로/로", "KRW·m으로", id="으로 after 엠"),
        pytest.param("plan", "이/가", "plan이", id="a letter is read: 엔"),
        pytest.param("PDF", "을/를", "PDF를", id="a letter is read: 에프"),
        pytest.param("CO²", "은/는", "CO²는", id="a raised figure is not read"),
        pytest.param("", "은/는", "는", id="no word at all"),
    ],
)
def test_a_particle_fits_the_word_before_it(word: str, particles: str, said: str) -> None:
    assert with_particle(word, particles) == said


@given(st.text(max_size=8), PAIRS)
@settings(max_examples=50)
def test_any_word_gets_one_of_the_two(word: str, particles: str) -> None:
    closed, _, open_ = particles.partition("/")
    assert with_particle(word, particles) in (word + closed, word + open_)


@given(SYLLABLES)
def test_a_syllable_is_open_or_closed_for_all_particles_alike(syllable: str) -> None:
    closed = {with_particle(syllable, pair).removeprefix(syllable) for pair in ("은/는", "이/가", "을/를")}
    assert closed in ({"은", "이", "을"}, {"는", "가", "를"})
