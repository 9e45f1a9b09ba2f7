"""말감 what the templates may say: the facts of a notice and its projects, read out for one reader."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlmodel import Session, col, select

from models.cycle import Cycle
from models.keyring import Keyring
from models.notice import Mention, Notice
from models.plan import effective_plan
from models.project import Project, batches
from models.waiting import Waiting
from models.written import read_all
from notifications.sender import Sender
from states.chart import label
from states.contact import Channel
from states.handset import in_handset_letters, unknown_letters
from states.meeting import Form
from states.plan import CouncilReview
from states.project import Project as Machine
from states.stage import label_of
from states.window import say_moment

Words = dict[str, Any]
LISTED = 20  #: projects that one message names; the rest are counted
_MOMENTS = ("closes", "opens", "at", "until")
_COMMITTED = ("reason", "what")


@dataclass(frozen=True, slots=True)
class Reader:
    """One person, and what the notice tells them of."""

    person: int
    mentions: Sequence[Mention]


def words_for(
    session: Session, notice: Notice, readers: Sequence[Reader], *, ring: Keyring, sender: Sender
) -> dict[int, Words]:
    """What to say to each of these readers, read in a few questions for all of them."""
    projects = _projects(session, (one for reader in readers for one in reader.mentions))
    said = [orjson.loads(one.facts) for reader in readers for one in reader.mentions]
    committed = [facts.get(key) for facts in (*said, notice.said) for key in _COMMITTED]
    titles = [project.title for project in projects.values()]
    texts = read_all(session, [one for one in (*committed, *titles) if one], ring=ring)
    shared = _shared(session, notice, texts, sender)
    return {
        reader.person: {**shared, **listed([_project(one, projects, texts) for one in reader.mentions])}
        for reader in readers
    }


def for_channel(words: Words, channel: Channel) -> Words:
    """The same words in letters that the channel takes: what people wrote is not refused, but written plainly."""
    clean = _for_handset if channel is Channel.PHONE else _on_one_line
    return {key: _cleaned(value, clean) for key, value in words.items()}


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
        "about": sort.label,
        "stage": label_of(facts["stage"]) if facts.get("stage") else None,
        "step": label(Machine, facts["step"]) if facts.get("step") else None,
        "field": _field(session, cycle, facts.get("field")),
        "form": Form(facts["form"]).label if facts.get("form") else None,
        "decision": facts.get("decision"),
        **{key: _moment(facts.get(key)) for key in _MOMENTS},
        **{key: texts.get(facts.get(key) or "") for key in _COMMITTED},
    }


def _field(session: Session, cycle: Cycle | None, number: int | None) -> str | None:
    if cycle is None or number is None:
        return None
    plan = effective_plan(session, cycle)
    review = getattr(plan.by_track[plan.leading], "review", None)
    fields = review.fields.value if isinstance(review, CouncilReview) else ()
    return fields[number - 1] if number <= len(fields) else None


def _moment(text: str | None) -> str | None:
    return say_moment(datetime.fromisoformat(text)) if text else None


def _projects(session: Session, mentions: Iterable[Mention]) -> dict[tuple[int, int], Project | Waiting]:
    wanted = sorted({(one.cycle, one.project) for one in mentions})
    found: dict[tuple[int, int], Project | Waiting] = {}
    for cycle in dict.fromkeys(cycle for cycle, _ in wanted):
        for batch in batches([number for year, number in wanted if year == cycle]):
            found |= {(cycle, row.number): row for row in _rows(session, cycle, batch)}
    return found


def _rows(session: Session, cycle: int, numbers: Sequence[int]) -> Sequence[Project | Waiting]:
    if not cycle:
        return session.exec(select(Waiting).where(col(Waiting.number).in_(numbers))).all()
    return session.exec(select(Project).where(Project.cycle == cycle, col(Project.number).in_(numbers))).all()


def _project(
    one: Mention, projects: Mapping[tuple[int, int], Project | Waiting], texts: Mapping[str, str]
) -> Words:
    row, facts = projects[one.cycle, one.project], orjson.loads(one.facts)
    into = facts.get("into")
    return {
        "name": f"{one.cycle}-{one.project:04}" if one.cycle else f"{one.project}",
        "title": texts.get(row.title) or "",
        "won": row.cost,
        "status": label(Machine, facts["to"]) if facts.get("to") else None,
        "reason": texts.get(facts.get("reason") or ""),
        "what": texts.get(facts.get("what") or ""),
        "into": f"{one.cycle}-{into:04}" if into else None,
    }


def listed(projects: Sequence[Words]) -> Words:
    """The projects of one message: the first, and how many more."""
    return {
        "projects": projects[:LISTED],
        "first": projects[0] if projects else None,
        "more": max(len(projects) - 1, 0),
        "unlisted": max(len(projects) - LISTED, 0),
    }


def _cleaned(value: Any, clean: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_cleaned(one, clean) for one in value]
    if isinstance(value, dict):
        return {key: _cleaned(one, clean) for key, one in value.items()}
    return value


def _on_one_line(text: str) -> str:
    """Nothing that a person wrote begins a new line or a new header."""
    kept = (" " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter for letter in text)
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def _for_handset(text: str) -> str:
    plain = in_handset_letters(_on_one_line(text))
    strange = unknown_letters(plain)
    return plain.translate({ord(letter): "?" for letter in strange}) if strange else plain
