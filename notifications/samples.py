"""견본 the readers that a template is tried on: the smallest, the longest, what is missing, and what means harm."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from notifications.sender import Sender
from notifications.unsubscribe import may_leave
from notifications.words import LISTED, Words, listed
from states.kind import Audience, Kind, Topic
from states.telling import KINDS

_SAID: Mapping[str, str] = tomllib.loads((Path(__file__).parent / "samples.toml").read_text(encoding="utf-8"))
_OPTIONAL = ("stage", "step", "field", "tracks", "closes", "opens", "until", "reason", "what", "year")
#: what no editor shows: line ends, a header, an override of direction, a null, a space of no width, a picture
_HARM = _SAID["harm"].replace("&", "\r\nBcc: nobody@example.org\r\n\r\n\u202e\x00\u200b\U0001f600 &")
_MEETING = {"at": _SAID["moment"], "form": _SAID["form"]}
_BODY = {"body": _SAID["body"]}
#: what a fact always says; the rest may be missing
_ALWAYS: Mapping[str, Mapping[str, str]] = {
    "review.hearing_called": _MEETING,
    "review.meeting_called": _MEETING,
    "review.meeting_cancelled": _MEETING,
    "review.meeting_soon": _MEETING,
    "objection.answered": {"decision": "upheld_back"},
    "committee.appointed": _BODY,
    "committee.ended": _BODY,
    "committee.not_drawn": {**_BODY, "on": _SAID["day"]},
}
_OF_PROJECTS = (
    *(Audience.PROPOSER, Audience.OBJECTOR, Audience.SCORERS),
    *(Audience.BUREAU, Audience.DISTRICT),
)


def samples(kind: Kind, sender: Sender) -> dict[str, Words]:
    """What a kind's templates must bear, by name."""
    longest, more = _SAID["longest"] * 12, _SAID["long_reason"] * 60
    return {
        "smallest": _words(kind, sender, _SAID["shortest"], 1, word=_SAID["shortest"]),
        "longest": _words(kind, sender, longest, LISTED + 30, word=more),
        "missing": _words(kind, sender, _SAID["plain"], 1, word=None),
        "hostile": _words(kind, sender, _HARM, 3, word=_HARM),
        "plain": _words(kind, sender, _SAID["plain"], 1, word=_SAID["reason"]),
    }


def _words(kind: Kind, sender: Sender, title: str, count: int, *, word: str | None) -> Words:
    some = [_project(title, place, word) for place in range(count)]
    return {
        "city": sender.city,
        "phone": sender.phone,
        "site": sender.site,
        "practice": word is None,
        "statutory": kind.statutory,
        "work": kind.topic is Topic.OFFICE,
        "about": kind.label,
        "at": None,
        "form": None,
        "body": None,
        "on": None,
        "decision": None,
        "deed": _SAID["deed"],
        "left": () if word is None else (_SAID["left"],) * min(count, 3),
        "also": _added(kind) if count > 1 else (),  # an everyday reader has one role
        "way_out": "" if word is None or not may_leave(kind) else _SAID["way_out"],
        **(dict.fromkeys(_OPTIONAL) if word is None else _optional(word)),
        **_ALWAYS.get(kind.name, {}),
        **listed(some if kind.audience in _OF_PROJECTS else []),
    }


def _added(kind: Kind) -> tuple[str, ...]:
    """All that can be added to what this kind says."""
    return tuple(one.adds for one in KINDS.values() if kind.name in one.yields_to)


def _optional(word: str) -> Words:
    named = {name: _SAID[name] for name in ("stage", "step", "field", "tracks")}
    moments = dict.fromkeys(("closes", "opens", "until"), _SAID["moment"])
    return {**named, **moments, "year": 2030, "reason": word, "what": word}


def _project(title: str, place: int, reason: str | None) -> Words:
    return {
        "name": f"2030-{9000 + place}",
        "title": title,
        "won": 3_999_999_999,
        "status": _SAID["status"],
        "reason": reason,
        "what": reason,
        "into": "2030-0001",
    }
