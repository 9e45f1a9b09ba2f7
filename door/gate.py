"""문지기 who may do what: asked before an act is judged, wherever it came from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlmodel import Session

from models.blob import fetch_rows
from models.cycle import Cycle, lane_of
from models.journal import CITY, Gate
from models.office import holders, is_claimed, office_of, offices_at
from models.plan import effective_plan
from models.project import Project
from states.canonical import canonical
from states.refusals import Refusal
from states.role import (
    AGAINST_SOMEBODY,
    EVERYBODY,
    MACHINES,
    OF_THE_DOOR,
    OWN_ONLY,
    TWO_OF_PEOPLE,
    Office,
    Target,
    approvers_of,
    is_of_oneself,
    judge,
    needs_two,
    people_in,
)
from states.stage import LANE_STAGES
from states.track import Track


class Unproven(Refusal):
    code = "identity.unproven"
    text = "누가 하는 일인지 증명되지 않아 처리하지 않았습니다. 본인의 번호와 일회용 코드로 다시 해 주세요."


@dataclass
class SecondNeeded(Exception):  # nothing went wrong: it waits for somebody
    """This act takes two, and one has asked for it."""

    place: str
    fact: str
    arguments: Mapping[str, Any]
    in_place_of: int | None


def gate_of(by: str, *, now: datetime) -> Gate:
    """The gate for whoever this is, at this moment of the real clock: a practice clock gives nobody an office."""

    def gate(session: Session, chain: str, fact: str, arguments: Mapping[str, object]) -> None:
        if by in MACHINES or fact in OF_THE_DOOR:
            return  # nobody does it, or a door that judges for itself
        practice = is_practice(session, chain, arguments)
        if not is_claimed(session, practice=practice):
            return
        people = people_in(by)
        if not people:
            _judge_citizen(fact, by)
        if len(people) == 1:
            _judge(session, chain, fact, _plain(arguments), people[0], now)

    return gate


def may(
    session: Session, chain: str, fact: str, arguments: Mapping[str, Any], person: int, *, now: datetime
) -> Office:
    """Refuse whom their roles do not allow this act; return the role by which they may."""
    practice = is_practice(session, chain, arguments)
    offices = offices_at(session, person, now, practice=practice)
    target = Target()
    if any(fact in OWN_ONLY.get(office.role, ()) for office in offices):
        target = _target(session, chain, arguments)
    return judge(fact, person, offices, target, about=arguments.get("person"))


def is_practice(session: Session, chain: str, arguments: Mapping[str, object]) -> bool:
    """Is this a practice cycle, or about to be one? The city's register never is."""
    if chain == CITY:
        return False
    cycle = session.get(Cycle, int(chain))
    return cycle.practice if cycle else bool(arguments.get("practice"))


def _judge_citizen(fact: str, by: str) -> None:
    """Who came for themselves does what anybody may, whatever role they hold at another door."""
    if not (by.startswith("person:") and fact in EVERYBODY):
        raise Unproven()


def _judge(
    session: Session, chain: str, fact: str, arguments: Mapping[str, Any], person: int, now: datetime
) -> None:
    office = may(session, chain, fact, arguments, person, now=now)
    alone = fact in EVERYBODY or is_of_oneself(fact, person, arguments.get("person"))
    if alone or not _takes_two(session, chain, fact, arguments, person, now=now):
        return
    raise SecondNeeded(chain, fact, arguments, office.in_place_of)


def _takes_two(
    session: Session, chain: str, fact: str, arguments: Mapping[str, Any], person: int, *, now: datetime
) -> bool:
    if chain == CITY:  # the first administrator is alone until there is a second who can approve
        able = set(holders(session, approvers_of(fact), now)) if fact in TWO_OF_PEOPLE else set()
        return bool(able - {person, _against(session, fact, arguments)})
    cycle = session.get(Cycle, int(chain))
    words = effective_plan(session, cycle).people.second_person.value if cycle else ()
    return needs_two(fact, words)


def _against(session: Session, fact: str, arguments: Mapping[str, Any]) -> int | None:
    """Whose telephone is lost, or who is let go: the second whom that leaves nobody but them to be."""
    if fact not in AGAINST_SOMEBODY:
        return None
    person: int = arguments.get("person") or office_of(session, arguments["number"]).person
    return person


def _plain(arguments: Mapping[str, object]) -> dict[str, Any]:
    """As the journal would keep them."""
    plain: dict[str, Any] = orjson.loads(canonical(arguments))
    return plain


def _target(session: Session, chain: str, arguments: Mapping[str, Any]) -> Target:
    """Where the projects stand that an act names, and whose they are."""
    year, numbers = int(chain), set(_numbers(session, arguments))
    found = [project for number in sorted(numbers) if (project := session.get(Project, (year, number)))]
    cycle = session.get_one(Cycle, year)
    led = cycle.stage not in LANE_STAGES
    stages = {cycle.stage if led else lane_of(session, year, Track(one.track)).stage for one in found}
    districts = {one.district for one in found} | set(arguments.get("districts") or ())
    return Target(
        frozenset(stages or {cycle.stage}),
        frozenset(one.bureau for one in found),
        frozenset(districts),
        arguments.get("signer"),
    )


def _numbers(session: Session, arguments: Mapping[str, Any]) -> Iterator[int]:
    """The projects that an act names, one or many, or row by row."""
    if "number" in arguments:
        yield arguments["number"]
    yield from arguments.get("numbers") or ()
    for row in fetch_rows(session, arguments["rows"]) if "rows" in arguments else ():
        yield row["number"] if isinstance(row, dict) else row[0] if isinstance(row, list) else row
