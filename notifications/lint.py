"""글 살피기 what is wrong with a template, before anybody reads it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from notifications.render import Body, Templates, Weight, weigh
from notifications.samples import samples
from notifications.sender import Sender
from states.contact import Channel
from states.handset import Size
from states.kind import ADVERT_MARK, Kind, Purpose
from states.refusals import Refusal
from states.telling import KINDS

_LINK = re.compile(r"https?://|www\.|[a-z0-9-]+\.(kr|com|net|org|go\.kr)\b", re.IGNORECASE)
_LONGEST_SUBJECT = 120
_SCRIPT = re.compile(r"<(script|iframe|object|img|form)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, in which template, with which sample."""

    kind: str
    channel: str
    sample: str
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Looked:
    """One sample as it would be sent."""

    kind: Kind
    channel: Channel
    sample: str
    body: Body
    weight: Weight


def lint(templates: Templates, sender: Sender) -> list[Problem]:
    """Look at every template with every sample."""
    return [
        problem
        for kind in KINDS.values()
        for channel in kind.channels
        for problem in lint_one(templates, sender, kind, channel)
    ]


def lint_one(templates: Templates, sender: Sender, kind: Kind, channel: Channel) -> Iterator[Problem]:
    """Look at one template: its parts first, then what it makes of each sample."""
    try:
        templates.look_at(kind, channel)
    except Refusal as refusal:
        yield Problem(kind.name, channel, "", refusal.code, str(refusal))
        return
    for name, words in samples(kind, sender).items():
        try:
            body = templates.body(kind, channel, words)
            looked = Looked(kind, channel, name, body, weigh(body, channel))
        except Refusal as refusal:
            yield Problem(kind.name, channel, name, refusal.code, str(refusal))
            continue
        yield from _problems(looked)


def looks(templates: Templates, sender: Sender, kind: Kind, sample: str = "plain") -> Iterator[Looked]:
    """One kind as its readers would see it, by each channel."""
    for channel in kind.channels:
        body = templates.body(kind, channel, samples(kind, sender)[sample])
        yield Looked(kind, channel, sample, body, weigh(body, channel))


def _problems(one: Looked) -> Iterator[Problem]:
    for code, found in _found(one):
        if found:
            yield Problem(one.kind.name, one.channel, one.sample, code, one.body.text[:60])


def _found(one: Looked) -> Iterator[tuple[str, bool]]:
    text = one.body.text
    if one.channel is Channel.PHONE:
        yield "line_break", "\n" in text
        yield "link", one.sample != "hostile" and bool(_LINK.search(text))
        yield (
            "smallest_is_long",
            one.sample == "smallest" and one.weight.size is not Size.SMS and not _is_wordy(one),
        )
        yield "mark", one.kind.purpose is Purpose.ADVERT and not text.startswith(ADVERT_MARK)
        yield "mark_without_cause", one.kind.purpose is Purpose.NOTICE and text.startswith(ADVERT_MARK)
    else:
        subject = one.body.subject
        yield "subject", not subject or "\r" in subject or "\n" in subject or len(subject) > _LONGEST_SUBJECT
        yield "script", bool(_SCRIPT.search(one.body.html))
        yield "no_language", 'lang="ko"' not in one.body.html
        yield "half_a_tag", one.body.html.count("<p") != one.body.html.count("</p>")


def _is_wordy(one: Looked) -> bool:
    """A deadline or a reason makes a long message, and is worth it."""
    return any(sign in one.body.text for sign in (":59", ": "))
