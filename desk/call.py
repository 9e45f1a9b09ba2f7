"""공모 receiving a proposal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from desk.cycle import living
from desk.feed import Feed
from models import journal
from models.cycle import Cycle, lane_of
from models.journal import Act, Turn
from models.plan import effective_plan
from models.project import Project, subject_of
from models.proposal import alike
from states import call
from states.call import Draft, Kind, Standing, Via
from states.canonical import canonical
from states.plan import Plan
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
    standing: Standing = Standing.RESIDENT
    organisation: str | None = None  #: the code of the body that proposes
    via: Via = Via.WEB
    likeness: str | None = None  #: the door's keyed hash of the title
    content: str | None = None  #: what stands below the title

    @property
    def draft(self) -> Draft:
        """What the rules look at."""
        return Draft(self.kind, self.cost, self.districts, self.standing, self.organisation)

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
            "standing": self.standing,
            "organisation": self.organisation,
            "via": self.via,
            "likeness": self.likeness,
            **({"content": self.content} if self.content else {}),
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
            Standing(facts["standing"]),
            facts["organisation"],
            Via(facts["via"]),
            facts["likeness"],
            facts.get("content"),
        )


def submit(session: Session, year: int, proposal: Proposal, *, received_at: datetime, act: Act) -> int:
    """Receive a proposal; its number is the receipt. The same act twice is the same receipt."""
    arguments = {**proposal.facts, "received_at": iso(received_at)}
    turn = journal.begin(session, str(year), "proposal.received", arguments, act)
    if turn.done:
        return int(turn.result)
    cycle = living(session, year)
    refuse_ahead(received_at, turn.now)
    refuse_unfit(session, cycle, effective_plan(session, cycle), proposal, at=received_at)

    number = turn.next_number("project")
    session.add(row_of(year, number, proposal, received_at))
    turn.record(subject_of(year, number), effective_at=received_at)
    flag_alike(turn, year, number, proposal, effective_at=received_at)
    return turn.finish(number)


def refuse_ahead(received_at: datetime, now: datetime) -> None:
    """Nothing is received before it came."""
    if received_at > now:
        raise StampAhead(received=say_moment(received_at), now=say_moment(now))


def refuse_unfit(session: Session, cycle: Cycle, plan: Plan, proposal: Proposal, *, at: datetime) -> None:
    """Refuse a proposal that this cycle's call does not take at this moment."""
    lane = lane_of(session, cycle.year, proposal.track)
    call.judge(proposal.draft, call.Terms.of(plan, proposal.track), received_at=at)
    if lane.stage not in (Stage.CALL, Stage.CLASSIFICATION):
        raise LandedTooLate(track=plan.by_track[proposal.track].name, stage=label_of(lane.stage))


def flag_alike(turn: Turn, year: int, number: int, proposal: Proposal, *, effective_at: datetime) -> None:
    """Say that the same proposer has handed in the same title before; staff look, nobody is refused."""
    if proposal.proposer is None or proposal.likeness is None:
        return
    found = alike(turn.session, year, proposer=proposal.proposer, likeness=proposal.likeness)
    if before := [other for other in found if other != number]:
        turn.outcome(
            "proposal.flagged", subject_of(year, number), {"like": before}, effective_at=effective_at
        )


def row_of(year: int, number: int, proposal: Proposal, received_at: datetime) -> Project:
    """The project that a proposal begins as."""
    return Project(**columns_of(year, number, proposal, received_at))


def columns_of(year: int, number: int, proposal: Proposal, received_at: datetime) -> dict[str, Any]:
    """The same by columns, for many at once: what is not here is empty."""
    return {
        "cycle": year,
        "number": number,
        "track": proposal.track,
        "status": "received",
        "kind": proposal.kind,
        "asked": proposal.cost,
        "cost": proposal.cost,
        "districts": districts_text(proposal.districts),
        "title": proposal.title,
        "proposer": proposal.proposer,
        "standing": proposal.standing,
        "organisation": proposal.organisation,
        "via": proposal.via,
        "likeness": proposal.likeness,
        "content": proposal.content,
        "received_at": received_at,
    }


def districts_text(districts: Sequence[int]) -> str:
    """How a row keeps the districts: each once, in order."""
    return canonical(sorted(set(districts))).decode()


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
