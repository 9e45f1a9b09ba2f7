"""간추림 what the year came to, read from its rows and its journal."""

from collections.abc import Mapping
from typing import Any

import orjson
from sqlmodel import Session, col, func, select

from models.cycle import cycle_of, lanes_of
from models.journal import ActDone, Entry, entries, head_of
from models.poll import PollResult, read_result
from models.project import Project
from states.track import Track

_SUMMED = ("proposals", "asked_won", "selected", "selected_won", "agreed", "agreed_won")
_Pair = tuple[int, int]  #: how many, and how much


def summary(session: Session, year: int) -> dict[str, Any]:
    """Where the cycle stands, its totals, and those of each track."""
    put, chosen = _put(session, year), _chosen(session, year)
    by_track = {
        lane.track: _track(
            session, year, put.get(lane.track, (0, 0)), chosen.get(lane.track, (0, 0)), lane.kind
        )
        for lane in lanes_of(session, year)
    }
    head = head_of(session, str(year))
    return {
        "cycle": year,
        "stage": cycle_of(session, year).stage,
        "totals": {
            **{name: sum(part[name] for part in by_track.values()) for name in _SUMMED},
            "voters": _voters(session, year),
            "to_districts": _to_districts(by_track),
        },
        "by_track": by_track,
        "journal": {"entries": head.seq if head else 0, "head": head.hash if head else ""},
    }


def _track(session: Session, year: int, put: _Pair, chosen: _Pair, track: Track) -> dict[str, int]:
    mine = (Project.cycle == year, Project.track == str(track))
    asked = select(func.count(), func.coalesce(func.sum(Project.asked), 0)).where(*mine)
    proposals, won = session.exec(asked).one()
    gone = session.exec(select(func.count()).where(*mine, Project.status == "transferred")).one()
    paid = select(func.count(), func.coalesce(func.sum(Project.cost), 0)).where(*mine)
    agreed, agreed_won = session.exec(paid.where(Project.status == "agreed")).one()
    return {
        "proposals": proposals,
        "asked_won": int(won),
        "classified": proposals - gone,
        "to_districts": gone,
        "on_ballot": put[0],
        "on_ballot_won": put[1],
        "selected": chosen[0],
        "selected_won": chosen[1],
        "agreed": agreed,
        "agreed_won": int(agreed_won),
    }


def _to_districts(by_track: Mapping[str, Mapping[str, int]]) -> int:
    """What the classification sent there, with what was theirs from the beginning."""
    local = by_track.get(Track.DISTRICT, {}).get("classified", 0)
    return local + sum(part["to_districts"] for part in by_track.values())


def _put(session: Session, year: int) -> Mapping[str, _Pair]:
    """What was noticed as the list of the vote, track by track."""
    noticed = entries(session, str(year), "list.noticed")
    return {one.subject.partition("-")[2]: (one.facts["count"], one.facts["won"]) for one in noticed}


def _chosen(session: Session, year: int) -> Mapping[str, _Pair]:
    """What the assembly approved, track by track."""
    wanted = select(Entry.payload, ActDone.result).where(
        Entry.chain == str(year),
        Entry.fact == "list.resolved",
        ActDone.chain == Entry.chain,
        ActDone.seq == Entry.seq,
    )
    found = session.exec(wanted.order_by(col(Entry.seq))).all()
    said = [(orjson.loads(payload), orjson.loads(result)) for payload, result in found]
    return {asked["track"]: (result["selected"], result["spent"]) for asked, result in said}


def _voters(session: Session, year: int) -> int:
    """Whose ballots counted, in the poll's last round."""
    polls: dict[str, int] = {}
    for row in session.exec(select(PollResult).where(PollResult.cycle == year).order_by(PollResult.track)):
        if (result := read_result(session, year, Track(row.track))) is not None:
            polls[row.poll] = sum(result.content["ballots"].values())
    return sum(polls.values())


def named(told: Mapping[str, Any]) -> list[tuple[str, Mapping[str, int]]]:
    """The tracks in which something was proposed, as people call them."""
    return [(Track(track).label, part) for track, part in told["by_track"].items() if part["proposals"]]
