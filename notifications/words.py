"""말감 what the templates may say: the facts of a notice and its projects, read out for one reader."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

import orjson
from sqlalchemy import select as sa_select
from sqlmodel import Session

from models.columns import Row
from models.cycle import Cycle
from models.keyring import Keyring
from models.notice import Notice, Told
from models.plan import effective_plan
from models.project import batches
from models.written import read_all
from notifications.sender import Sender
from states.chart import label
from states.committee import Body
from states.contact import Channel
from states.fact import name_of
from states.handset import in_handset_letters, takes, unknown_letters
from states.kind import Topic
from states.meeting import Form
from states.plan import CouncilReview
from states.project import Project as Machine
from states.stage import label_of
from states.telling import KINDS
from states.track import Track
from states.window import say_day, say_moment

Words = dict[str, Any]
#: what each reader is told besides
OWN = ("projects", "first", "more", "count", "unlisted", "also", "way_out")
LISTED = 20  #: projects that one message names; the rest are counted
_MOMENTS = ("closes", "opens", "at", "until")
_COMMITTED = ("reason", "what")


@dataclass(frozen=True, slots=True)
class Reader:
    """One person, and what the notice tells them of."""

    person: int
    mentions: Sequence[Told]
    also: str | None = None  #: the kinds that they hear of besides, as their delivery has them
    way_out: str = ""  #: where they stop such mail


class Own(NamedTuple):
    """What one reader is told and the others are not."""

    projects: Sequence[Words]
    also: tuple[str, ...] = ()  #: what it says to them in another role
    way_out: str = ""

    @property
    def words(self) -> Words:
        return {**listed(self.projects), "also": self.also, "way_out": self.way_out}


@dataclass(frozen=True, slots=True)
class Said:
    """What all readers of a notice are told alike, and what each is told besides."""

    shared: Words
    own: Mapping[int, Own]

    def to(self, person: int) -> Words:
        return {**self.shared, **self.own[person].words}

    def by(self, channel: Channel) -> "Said":
        """In letters that the channel takes; what all are told is gone through once."""
        clean = _CLEAN[channel]
        own = {
            person: Own([_cleaned(project, clean) for project in one.projects], one.also, one.way_out)
            for person, one in self.own.items()
        }
        return Said(_cleaned(self.shared, clean), own)


def words_for(
    session: Session, notice: Notice, readers: Sequence[Reader], *, ring: Keyring, sender: Sender
) -> Said:
    """What to say to each of these readers, read in a few questions for all of them."""
    said = {one.facts for reader in readers for one in reader.mentions}
    about = {facts: orjson.loads(facts) for facts in said}
    projects = _projects(session, (one for reader in readers for one in reader.mentions))
    committed = [facts.get(key) for facts in (*about.values(), notice.said) for key in _COMMITTED]
    titles = [project.title for project in projects.values()]
    texts = read_all(session, [one for one in (*committed, *titles) if one], ring=ring)
    own = {
        reader.person: Own(
            [_project(one, about[one.facts], projects, texts) for one in reader.mentions],
            _added(reader.also),
            reader.way_out,
        )
        for reader in readers
    }
    return Said(_shared(session, notice, texts, sender), own)


def _added(also: str | None) -> tuple[str, ...]:
    """The words of the kinds that a message speaks of besides."""
    return tuple(KINDS[name].adds for name in also.split(",")) if also else ()


def for_channel(words: Words, channel: Channel) -> Words:
    """The same words in letters that the channel takes: what people wrote is not refused, but written plainly."""
    clean = _CLEAN[channel]
    projects = [_cleaned(one, clean) for one in words["projects"]]
    first = _cleaned(words["first"], clean) if words["first"] else None
    return {**_cleaned(words, clean), "projects": projects, "first": first}


def _shared(session: Session, notice: Notice, texts: Mapping[str, str], sender: Sender) -> Words:
    facts, sort = notice.said, notice.sort
    cycle = session.get(Cycle, int(notice.chain)) if notice.chain.isdecimal() else None
    return {
        "city": sender.city,
        "phone": sender.phone,
        "site": sender.site,
        "year": cycle.year if cycle else None,
        "practice": notice.practice,
        "statutory": sort.statutory,
        "work": sort.topic is Topic.OFFICE,
        "about": sort.label,
        "stage": label_of(facts["stage"]) if facts.get("stage") else None,
        "step": label(Machine, facts["step"]) if facts.get("step") else None,
        "tracks": _tracks(session, cycle, facts.get("tracks", ())),
        "field": _field(session, cycle, facts.get("field")),
        "body": Body(facts["body"]).label if facts.get("body") else None,
        "on": say_day(date.fromisoformat(facts["on"])) if facts.get("on") else None,
        "form": Form(facts["form"]).label if facts.get("form") else None,
        "decision": facts.get("decision"),
        "deed": name_of(facts["deed"]) if facts.get("deed") else None,
        "left": tuple(facts.get("left", ())),
        **{key: _moment(facts.get(key)) for key in _MOMENTS},
        **{key: texts.get(facts.get(key) or "") for key in _COMMITTED},
    }


def _tracks(session: Session, cycle: Cycle | None, tracks: Sequence[str]) -> str | None:
    """Whose stage it is; of a stage that all share nothing need be said."""
    if cycle is None or not tracks:
        return None
    plan = effective_plan(session, cycle)
    return ", ".join(plan.by_track[Track(one)].name for one in tracks)


def _field(session: Session, cycle: Cycle | None, number: int | None) -> str | None:
    if cycle is None or number is None:
        return None
    plan = effective_plan(session, cycle)
    review = getattr(plan.by_track[plan.leading], "review", None)
    fields = review.fields.value if isinstance(review, CouncilReview) else ()
    return fields[number - 1] if number <= len(fields) else None


def _moment(text: str | None) -> str | None:
    return say_moment(datetime.fromisoformat(text)) if text else None


class _Thing(NamedTuple):
    """What a message says of a project as it stands now."""

    number: int
    title: str
    cost: int


def _projects(session: Session, mentions: Iterable[Told]) -> dict[tuple[int, int], _Thing]:
    wanted: dict[int, set[int]] = {}
    for one in mentions:
        wanted.setdefault(one.cycle, set()).add(one.project)
    return {
        (cycle, thing.number): thing
        for cycle, numbers in wanted.items()
        for batch in batches(sorted(numbers))
        for thing in _things(session, cycle, batch)
    }


def _things(session: Session, cycle: int, numbers: Sequence[int]) -> Iterator[_Thing]:
    row = Row.metadata.tables["project" if cycle else "waiting"].c
    asked = sa_select(row.number, row.title, row.cost).where(row.number.in_(numbers))
    found = session.execute(asked.where(row.cycle == cycle) if cycle else asked).all()
    return (_Thing(*one) for one in found)


def _project(
    one: Told, facts: Words, projects: Mapping[tuple[int, int], _Thing], texts: Mapping[str, str]
) -> Words:
    row, into = projects[one.cycle, one.project], facts.get("into")
    return {
        "name": f"{one.cycle}-{one.project:04}" if one.cycle else f"{one.project}",
        "title": texts.get(row.title) or "",
        "won": row.cost,
        "status": _status(facts["to"]) if facts.get("to") else None,
        "reason": texts.get(facts.get("reason") or ""),
        "what": texts.get(facts.get("what") or ""),
        "into": f"{one.cycle}-{into:04}" if into else None,
    }


@lru_cache(maxsize=64)
def _status(state: str) -> str:
    return label(Machine, state)


def listed(projects: Sequence[Words]) -> Words:
    """The projects of one message: the first, and how many more."""
    return {
        "projects": projects[:LISTED],
        "first": projects[0] if projects else None,
        "more": max(len(projects) - 1, 0),
        "count": len(projects),
        "unlisted": max(len(projects) - LISTED, 0),
    }


def _cleaned(words: Words, clean: Callable[[str], str]) -> Words:
    found = {key: clean(value) if value.__class__ is str else value for key, value in words.items()}
    if found.get("left"):
        found["left"] = tuple(clean(one) for one in found["left"])
    return found


#: what may not stay as it is: any but the commonest letters, and blanks that are too many
_ODD = re.compile(r"[^ -~\uac00-\ud7a3\u00b7\u2026\u300c\u300d]|^ | $|  ")


def _on_one_line(text: str) -> str:
    """Nothing that a person wrote begins a new line or a new header."""
    if _ODD.search(text) is None:
        return text
    kept = (" " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter for letter in text)
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def _for_handset(text: str) -> str:
    plain = in_handset_letters(_on_one_line(text))
    if takes(plain):
        return plain
    strange = unknown_letters(plain)
    return plain.translate({ord(letter): "?" for letter in strange}) if strange else plain


_CLEAN: Mapping[Channel, Callable[[str], str]] = {Channel.PHONE: _for_handset, Channel.MAIL: _on_one_line}
