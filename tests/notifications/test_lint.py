"""Every template bears every reader; and what could hurt is refused with a sentence."""

from itertools import product

import pytest
from jinja2 import DictLoader

from notifications.lint import lint_one, looks
from notifications.render import FOLDER, TemplateFaulty, Templates, WordsFaulty, weigh
from notifications.samples import samples
from states.contact import Channel
from states.handset import Size
from states.kind import Kind
from states.refusals import Refusal
from states.telling import KINDS
from tests.telling import SENDER, TEMPLATES

_PAIRS = [
    pytest.param(kind, channel, id=f"{kind.name}-{channel}")
    for kind in KINDS.values()
    for channel in kind.channels
]
RECEIVED = KINDS["call.received"]


@pytest.mark.parametrize(("kind", "channel"), _PAIRS)
def test_every_template_bears_every_sample(kind: Kind, channel: Channel) -> None:
    assert list(lint_one(TEMPLATES, SENDER, kind, channel)) == []


def test_whatever_gives_way_to_a_kind_is_said_in_it_by_every_channel() -> None:
    for kind in KINDS.values():
        added = [one.adds for one in KINDS.values() if kind.name in one.yields_to]
        for looked in looks(TEMPLATES, SENDER, kind, "longest") if added else ():
            parts = (
                [looked.body.text]
                if looked.channel is Channel.PHONE
                else [looked.body.text, looked.body.html]
            )
            assert all(words in part for words in added for part in parts), (kind.name, looked.channel)


def test_there_is_no_template_that_nobody_uses() -> None:
    parts = {Channel.PHONE: ["sms"], Channel.MAIL: ["mail.txt", "mail.html"]}
    wanted = {
        f"{kind.stage}/{kind.fact}.{part}.j2"
        for kind in KINDS.values()
        for channel in kind.channels
        for part in parts[channel]
    }
    there = {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.j2") if not path.name.startswith("_")}

    assert there == wanted


def test_what_a_proposer_wrote_stays_words() -> None:
    kind, hostile = RECEIVED, samples(RECEIVED, SENDER)["hostile"]
    sms, mail = (TEMPLATES.body(kind, channel, hostile) for channel in (Channel.PHONE, Channel.MAIL))

    assert "\n" not in sms.text
    assert weigh(sms, Channel.PHONE).size in (Size.SMS, Size.LMS)
    assert "<script>" not in mail.html
    assert "&lt;script&gt;" in mail.html
    assert "{{ 7*7 }}" in mail.text
    assert "\r" not in mail.subject + mail.text
    assert not any(line.startswith("Bcc:") for line in mail.text.splitlines())


def test_a_receipt_fits_a_short_message_and_an_emoji_in_a_title_does_not_stop_it() -> None:
    words = {**samples(RECEIVED, SENDER)["plain"]}
    words["first"] = {**words["first"], "title": "빗물\U0001f327 정원"}
    (sms, _) = looks(TEMPLATES, SENDER, RECEIVED)

    assert sms.weight.size is Size.SMS
    assert "빗물? 정원" in TEMPLATES.body(RECEIVED, Channel.PHONE, words).text


def templates(text: str, **more: str) -> Templates:
    return Templates(DictLoader({"call/received.sms.j2": text, **more}))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("{% for x in range(10) %}{% endfor %}", "projects", id="a loop over anything else"),
        pytest.param("{{ 'a' * 100000000 }}", "Mul", id="a word without end"),
        pytest.param("{{ '%99999999d' % 1 }}", "Mod", id="a number without end"),
        pytest.param("{{ city.__class__ }}", "__class__", id="what lies behind a word"),
        pytest.param("{{ city.upper() }}", "Call", id="a call"),
        pytest.param("{{ city|tojson }}", "tojson", id="an unknown filter"),
        pytest.param("{% include city %}", "정해진 틀", id="whatever a word names"),
        pytest.param("{% include '/etc/passwd' %}", "정해진 틀", id="another file"),
        pytest.param("{% set x = 1 %}", "Assign", id="a variable"),
        pytest.param("{% if %}", "Expected", id="half a sentence"),
    ],
)
def test_a_template_of_unknown_parts_is_refused_before_it_is_used(text: str, why: str) -> None:
    with pytest.raises(TemplateFaulty, match=why):
        templates(text).body(RECEIVED, Channel.PHONE, samples(RECEIVED, SENDER)["plain"])


@pytest.mark.parametrize(
    "text", ["{{ cyti }}", "{{ first.titel }}", "{{ at }}"], ids=["name", "part", "missing"]
)
def test_a_word_that_is_not_there_is_never_sent_as_nothing(text: str) -> None:
    with pytest.raises(WordsFaulty):
        templates(text).body(RECEIVED, Channel.PHONE, samples(RECEIVED, SENDER)["plain"])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("{{ city }} https://example.org", "link", id="a link in a text message"),
        pytest.param("{{ city }}\n{{ phone }}", "line_break", id="two lines"),
        pytest.param("{{ city }} \U0001f600", "telling.letters_unknown", id="an emoji of ours"),
        pytest.param("(광고) {{ city }}", "mark_without_cause", id="the mark of an advert"),
        pytest.param("{% if city %}{% endif %}", "telling.empty", id="nothing"),
    ],
)
def test_the_linter_names_what_is_wrong(text: str, code: str) -> None:
    found = list(lint_one(templates(text), SENDER, RECEIVED, Channel.PHONE))

    assert code in {problem.code for problem in found}


def test_a_version_changes_with_every_word_also_of_what_is_included() -> None:
    parts = product(("{{ city }}", "{{ phone }}"), ("a", "b"))
    versions = {
        templates("{% include '_x' %}" + text, _x=x).version(RECEIVED, Channel.PHONE) for text, x in parts
    }

    assert len(versions) == 4


def test_a_refusal_is_a_sentence_for_people() -> None:
    with pytest.raises(Refusal, match=r"call/received\.sms\.j2의 1번째 줄"):
        templates("{{ city.upper() }}").look_at(RECEIVED, Channel.PHONE)
