"""투표함 the rows of the polls, and what each lane's result came to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import delete
from sqlmodel import Session, col, select

from models.blob import fetch, fetch_rows
from models.columns import Row, evidence
from states.refusals import Refusal
from states.tally import Candidate
from states.track import Track


class NoSuchPoll(Refusal):
    code = "poll.unknown"
    text = "{year}년 주기에 '{name}' 투표함이 없습니다. 열린 투표함: {known}. 투표함은 이의신청을 마친 유형이 투표 단계에 오면 열립니다."


class Poll(Row, table=True):
    """One vote of a cycle; a vote that is held again is its next round."""

    cycle: int = evidence(primary_key=True, foreign_key="cycle.year")
    name: str = evidence(primary_key=True, max_length=40)
    state: str = evidence(max_length=20)
    round: int = evidence()  #: counts the votes held; each round has an empty box
    opened_at: datetime = evidence()  #: no stamp before it counts in this round
    candidates: str = evidence(max_length=64)  #: the blob of the ballot list: number, track, cost
    lots: str = evidence(max_length=64)  #: what the lots are drawn from, announced with the list
    box: str | None = evidence(default=None, max_length=64)  #: the blob of the sealed ballots
    root: str | None = evidence(default=None, max_length=64)  #: the Merkle root over them


class PollResult(Row, table=True):
    """What the last tally in which a lane took part says of it."""

    __tablename__ = "poll_result"

    cycle: int = evidence(primary_key=True, foreign_key="cycle.year")
    track: str = evidence(primary_key=True, max_length=20)
    poll: str = evidence(max_length=40)
    round: int = evidence()
    result: str = evidence(max_length=64)  #: the blob of the whole result
    root: str = evidence(max_length=64)  #: of the ballots that it was counted from


@dataclass(frozen=True, slots=True)
class Result:
    """A lane's result, read."""

    hash: str
    root: str
    content: dict[str, Any]  #: the whole poll's
    track: Track

    @property
    def part(self) -> dict[str, Any]:
        """What it says of this lane."""
        part: dict[str, Any] = self.content["tracks"][self.track]
        return part


def poll_of(session: Session, year: int, name: str) -> Poll:
    """The poll, or a refusal that says which there are."""
    poll = session.get(Poll, (year, name))
    if poll is None:
        known = ", ".join(one.name for one in polls_of(session, year))
        raise NoSuchPoll(year=year, name=name, known=known or "없음")
    return poll


def polls_of(session: Session, year: int) -> Sequence[Poll]:
    """A cycle's polls that were opened, by name."""
    return session.exec(select(Poll).where(Poll.cycle == year).order_by(Poll.name)).all()


def listed(session: Session, poll: Poll) -> Sequence[Candidate]:
    """Every project that came on this round's ballot list, as it was then: by number."""
    rows = fetch_rows(session, poll.candidates)
    return [Candidate(number, Track(track), cost) for number, track, cost in rows]


def result_of(session: Session, year: int, track: Track) -> tuple[str, list[int]] | None:
    """The hash of the result that holds for a lane, and the numbers of those it chose; None before its tally."""
    found = read_result(session, year, track)
    return None if found is None else (found.hash, list(found.part["winners"]))


def read_result(session: Session, year: int, track: Track) -> Result | None:
    """The result that holds for a lane, with all that it says."""
    row = session.get(PollResult, (year, str(track)))
    if row is None:
        return None
    return Result(row.result, row.root, orjson.loads(fetch(session, row.result)), track)


def forget_results(session: Session, year: int, tracks: Iterable[Track]) -> None:
    """These lanes vote anew: what their last tally said no longer holds, and stays in the journal."""
    gone = [str(track) for track in tracks]
    session.execute(delete(PollResult).where(col(PollResult.cycle) == year, col(PollResult.track).in_(gone)))
