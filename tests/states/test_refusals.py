"""거절 every refusal of the house: a code of its own, and a sentence that says what now."""

import pickle
import re
from collections.abc import Iterator
from string import Formatter

import pytest

from cli.reference import refusals
from states.refusals import MoveNotAllowed, Refusal
from tests.words import has_korean

KNOWN = refusals()
_SENTENCE = re.compile(r"[^.]+\.(?= |$)")


def facts_of(refusal: type[Refusal]) -> dict[str, object]:
    """Facts that fit the text: a number where it writes one, a word elsewhere."""
    fields: Iterator[tuple[str, str]] = (
        (name, spec or "") for _, name, spec, _ in Formatter().parse(refusal.text) if name
    )
    return {"faults": (), **{name: 1_000 if "," in spec else "공모" for name, spec in fields}}


def test_a_refusal_speaks_korean_and_says_what_now() -> None:
    """What, and what now, are two sentences at least, the last with its full stop."""
    said = {refusal.code: str(refusal(**facts_of(refusal))) for refusal in KNOWN}
    first = {code: words.split("\n")[0] for code, words in said.items()}  # below it there may be a list

    assert [code for code, words in said.items() if not has_korean(words) or "{" in words] == []
    assert [code for code, words in first.items() if not words.endswith(".")] == []
    assert [code for code, words in first.items() if len(_SENTENCE.findall(words)) < 2] == []


def test_a_refusal_survives_the_way_between_processes() -> None:
    for refusal in KNOWN:
        sent = refusal(**facts_of(refusal))
        came = pickle.loads(pickle.dumps(sent))  # noqa: S301  # our own bytes

        assert (type(came), came.facts, str(came)) == (refusal, sent.facts, str(sent))


def test_a_code_is_short_english_with_its_room() -> None:
    assert [r.code for r in KNOWN if not re.fullmatch(r"[a-z]+\.[a-z_]+", r.code)] == []


def test_a_code_belongs_to_one_refusal() -> None:
    assert len({refusal.code for refusal in KNOWN}) == len(KNOWN)
    with pytest.raises(ValueError, match=r"two refusals with the code 'move\.not_allowed'"):
        type("Second", (Refusal,), {"code": MoveNotAllowed.code, "text": ""})


def test_a_refusal_without_a_code_of_its_own_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="two refusals"):
        type("Heir", (MoveNotAllowed,), {})


def test_a_refusal_needs_all_its_facts() -> None:
    with pytest.raises(KeyError, match="state"):
        MoveNotAllowed(event="밀기", allowed="없음")


@pytest.mark.parametrize(
    ("place", "said"),
    [
        pytest.param("{x:은/는} 늦었습니다.", "공모는 늦었습니다.", id="a particle is chosen"),
        pytest.param("{x} 단계입니다.", "공모 단계입니다.", id="no particle"),
    ],
)
def test_a_text_may_ask_for_the_particle_that_fits(place: str, said: str) -> None:
    code = f"test.{'particle' if '/' in place else 'plain'}"
    refusal = type("Asked", (Refusal,), {"code": code, "text": place})
    assert str(refusal(x="공모")) == said
