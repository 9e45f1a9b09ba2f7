"""Ballots that tests cast: each with a voter, a group, its picks and a stamp."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from desk import vote
from models.ballot import batches_of
from models.journal import Act
from models.poll import poll_of
from models.session import writing
from states.ballot import Batch, micros
from states.canonical import digest
from states.window import kst

_TAKEN: dict[str, Batch] = {}  #: what was put in, by commitment: no door locks it up for these tests

Cast = tuple[str, str, str, tuple[int, ...]]  #: stamp, voter, group, picks


def voter(name: str) -> bytes:
    """A voter's key as a door would make it."""
    return bytes.fromhex(digest(name.encode()))


def batch(*casts: Cast) -> Batch:
    made = Batch()
    for stamp, who, group, picks in casts:
        made.add(micros(kst(stamp)), voter(who), group, picks)
    return made


def taking(session: Session, year: int, name: str, made: Batch, *, act: Act) -> int:
    """Take a batch as a door does, under a commitment that is the same every time."""
    commitment = digest(made.pack())
    _TAKEN[commitment] = made
    return vote.take(session, year, name, commitment, len(made), act=act)


def put_in(session: Session, year: int, name: str) -> list[tuple[int, Batch]]:
    """What is in the box of a poll's present round."""
    rows = batches_of(session, year, name, poll_of(session, year, name).round)
    return [(row.number, _TAKEN[row.commitment]) for row in rows]


def sealing(session: Session, year: int, name: str, batches: Iterable[tuple[int, Batch]], *, act: Act) -> Any:
    """Seal a box with these batches in it, shuffled by a secret that everybody knows."""
    judged, box = vote.judge(session, poll_of(session, year, name), batches, secret=b"known")
    return vote.seal(session, year, name, vote.Sealing.of(judged, box, digest(judged.roll)), act=act)


def count(engine: Engine, year: int, name: str, at: str, *, number: str = "count") -> None:
    """Seal and tally a poll, whatever is in its box."""
    with writing(engine) as session:
        act = Act(f"{number}/seal", "staff:5", kst(at))
        sealing(session, year, name, put_in(session, year, name), act=act)
    with writing(engine) as session:
        vote.tally(session, year, name, act=Act(f"{number}/tally", "staff:5", kst(at)))
