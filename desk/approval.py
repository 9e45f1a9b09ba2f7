"""승인 what one person asks for and a second approves: the city's half, which says who asked and who approved."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from desk.feed import Feed, Given
from models import journal
from models.approval import APPROVED, OPEN, WITHDRAWN, PendingAct, pending_of
from models.cycle import cycle_of, lane_of
from models.journal import CITY, Act
from models.office import office_of, offices_given
from models.person import Enrolment
from models.poll import poll_of
from states.approval import LASTS, Version, judge_open
from states.canonical import canonical, digest
from states.role import people_in
from states.track import Track
from states.window import iso


def ask(
    session: Session,
    place: str,
    fact: str,
    arguments: Mapping[str, Any],
    *,
    version: Version,
    in_place_of: int | None,
    act: Act,
) -> int:
    """Ask for an act that takes two; its number is what the second person names."""
    given = {"place": place, "fact": fact, "arguments": arguments, "version": version}
    asked = {**given, "in_place_of": in_place_of}
    turn = journal.begin(session, CITY, "act.proposed", asked, act)
    if turn.done:
        return int(turn.result)
    number = turn.next_number("pending_act")
    session.add(
        PendingAct(
            number=number,
            state=OPEN,
            place=place,
            fact=fact,
            arguments=canonical(arguments).decode(),
            content=content_of(fact, arguments),
            version=canonical(version).decode(),
            actor=people_in(act.by)[0],
            in_place_of=in_place_of,
            asked_at=turn.now,
            until=turn.now + LASTS,
        )
    )
    turn.record(f"pending:{number}")
    return turn.finish(number)


def approve(session: Session, number: int, *, in_place_of: int | None, act: Act) -> int:
    """Approve what was asked for; the door judged who may, and does the act itself in this same transaction."""
    arguments = {"number": number, "in_place_of": in_place_of}
    turn = journal.begin(session, CITY, "act.approved", arguments, act)
    if turn.done:
        return int(turn.result)
    row = pending_of(session, number)
    judge_open(row.asked, turn.now)
    row.state, row.settled_by = APPROVED, people_in(act.by)[0]
    session.add(row)
    turn.record(f"pending:{number}")
    return turn.finish(number)


def withdraw(session: Session, number: int, *, reason: str, act: Act) -> int:
    """Take back, or send back, what waits for approval."""
    turn = journal.begin(session, CITY, "act.withdrawn", {"number": number, "reason": reason}, act)
    if turn.done:
        return int(turn.result)
    row = pending_of(session, number)
    row.state, row.settled_by = WITHDRAWN, people_in(act.by)[0]
    session.add(row)
    turn.record(f"pending:{number}")
    return turn.finish(number)


def content_of(fact: str, arguments: Mapping[str, Any]) -> str:
    """Name an act by what it is asked to do, as its chain will."""
    return digest(canonical([fact, arguments]))


def version_of(session: Session, place: str, arguments: Mapping[str, Any]) -> Version:
    """How what an act touches stands now, and must still stand when it is approved."""
    if place == CITY:
        return _standing_of_people(session, arguments)
    year = int(place)
    cycle = cycle_of(session, year)
    version: dict[str, Sequence[object]] = {"cycle": [cycle.turn, cycle.stage]}
    if poll := arguments.get("poll"):
        row = poll_of(session, year, poll)
        version[f"poll:{poll}"] = [row.round, row.state]
    if track := arguments.get("track"):
        lane = lane_of(session, year, Track(track))
        version[f"lane:{lane.track}"] = [lane.turn, lane.stage]
    return version


def _standing_of_people(session: Session, arguments: Mapping[str, Any]) -> Version:
    """Everybody whom it is about: who gets, who loses, who stands in; what they hold, and since when they prove it."""
    found: set[int] = {arguments[key] for key in ("person", "deputy") if key in arguments}
    if "number" in arguments:
        found.add(office_of(session, arguments["number"]).person)
    version: dict[str, Sequence[object]] = {}
    for person in sorted(found):
        given = offices_given(session, person)
        roles = ",".join(dict.fromkeys(row.role for row in given))
        version[f"person:{person}"] = [len(given), sum(row.ends is not None for row in given), roles]
        if (codes := session.get(Enrolment, person)) is not None:
            version[f"codes:{person}"] = [iso(codes.since)]
    return version


def _asked_again(g: Given) -> object:
    facts = g.facts
    return ask(
        g.target,
        facts["place"],
        facts["fact"],
        facts["arguments"],
        version=facts["version"],
        in_place_of=facts["in_place_of"],
        act=g.act,
    )


FEEDS = {
    "act.proposed": Feed(_asked_again),
    "act.approved": Feed(
        lambda g: approve(g.target, g.facts["number"], in_place_of=g.facts["in_place_of"], act=g.act)
    ),
    "act.withdrawn": Feed(
        lambda g: withdraw(g.target, g.facts["number"], reason=g.facts["reason"], act=g.act)
    ),
}
