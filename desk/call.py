"""공모 receiving a proposal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from desk.cycle import living
from desk.feed import Feed
from models import journal
from models.cycle import lane_of
from models.journal import Act
from models.plan import effective_plan
from models.project import Project, subject_of
from states import call
from states.call import Draft, Kind
from states.canonical import canonical
from states.refusals import Refusal
from states.stage import Stage, label_of
from states.track import Track
from states.window import iso, say_moment


class LandedTooLate(Refusal):
    code = "call.landed_too_late"
    text = "접수 시각은 기간 안이지만 {track:이/가} 이미 {stage} 단계여서 넣을 수 없습니다. 분류 단계까지 되돌려 연 뒤 넣어 주세요."


class StampAhead(Refusal):
    code = "call.stamp_ahead"
    text = "접수 시각 {received:이/가} 지금({now})보다 늦습니다. 접수 시각을 확인해 다시 넣어 주세요."


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal as it is handed in; what the proposer wrote is bound by its commitment."""

    track: Track
    kind: Kind
    cost: int
    districts: tuple[int, ...]
    title: str
    proposer: int | None = None

    @property
    def facts(self) -> dict[str, object]:
        """How the journal keeps it."""
        return {
            "track": self.track,
            "kind": self.kind,
            "cost": self.cost,
            "districts": sorted(set(self.districts)),
            "title": self.title,
            "proposer": self.proposer,
        }

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> "Proposal":
        return cls(
            Track(facts["track"]),
            Kind(facts["kind"]),
            facts["cost"],
            tuple(facts["districts"]),
            facts["title"],
            facts["proposer"],
        )


def submit(session: Session, year: int, proposal: Proposal, *, received_at: datetime, act: Act) -> int:
    """Receive a proposal; its number is the receipt. The same act twice is the same receipt."""
    arguments = {**proposal.facts, "received_at": iso(received_at)}
    turn = journal.begin(session, str(year), "proposal.received", arguments, act)
    if turn.done:
        return int(turn.result)
    cycle = living(session, year)
    lane, plan = lane_of(session, year, proposal.track), effective_plan(session, cycle)
    if received_at > turn.now:
        raise StampAhead(received=say_moment(received_at), now=say_moment(turn.now))
    draft = Draft(proposal.kind, proposal.cost, proposal.districts)
    call.judge(draft, call.Terms.of(plan, proposal.track), received_at=received_at)
    if lane.stage not in (Stage.CALL, Stage.CLASSIFICATION):
        raise LandedTooLate(track=plan.by_track[proposal.track].name, stage=label_of(lane.stage))

    number = turn.next_number("project")
    session.add(_row(year, number, proposal, received_at))
    turn.record(subject_of(year, number), effective_at=received_at)
    return turn.finish(number)


def _row(year: int, number: int, proposal: Proposal, received_at: datetime) -> Project:
    return Project(
        cycle=year,
        number=number,
        track=proposal.track,
        status="received",
        kind=proposal.kind,
        asked=proposal.cost,
        cost=proposal.cost,
        districts=canonical(sorted(set(proposal.districts))).decode(),
        title=proposal.title,
        proposer=proposal.proposer,
        received_at=received_at,
    )


FEEDS = {
    "proposal.received": Feed(
        lambda g: submit(
            g.target,
            g.year,
            Proposal.from_facts(g.facts),
            received_at=g.entry.effective_at,
            act=g.act,
        ),
        stamped=True,
    )
}
