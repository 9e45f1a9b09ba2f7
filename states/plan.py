"""운영계획 one cycle as announced: its rules, which freeze as stages open, and its calendar, which is amended."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from states.canonical import canonical, digest
from states.figures import (
    Budget,
    Choice,
    Count,
    Declared,
    Flag,
    Limit,
    Milestone,
    Numbers,
    Ratio,
    Share,
    Span,
    Weights,
    Words,
)
from states.stage import CYCLE_STAGES, Stage
from states.track import Track
from states.window import Window

Path = tuple[str, ...]  #: where something stands in the plan: ("tracks", "metro", "call", "window")


class Section(Declared):
    """A stage's part of the plan: when, and by which rules."""

    window: Span
    milestones: tuple[Milestone, ...] = ()


class ProposalCall(Section):
    ordinary: Limit
    event: Limit | None = None
    min_districts: Count


class EndorsementCall(Section):
    endorsements: Count
    endorsement_days: Count


class CouncilReview(Section):
    """심사 by one budget council per field; the people are those of one council."""

    fields: Words
    steps: Words
    members: Count
    officials: Count
    experts: Count
    quorum: Share
    criteria: Words
    points: Annotated[Count, Field(description="기준 하나에 줄 수 있는 가장 높은 점수")]
    inclusion_score: Flag
    inclusion_points: Count | None = None


class RoundsReview(CouncilReview):
    rounds: Count


class DebateReview(Section):
    planners: Count
    selectors: Count
    agenda_days_least: Count
    agenda_days_most: Count
    debate_days: Count
    participants: Count
    majority: Flag
    deliberation_months_least: Count
    deliberation_months_most: Count
    sits_from_month: Count
    sits_until_month: Count
    inclusion_score: Flag


class PlainReview(Section):
    inclusion_score: Flag


class NegotiationReview(PlainReview):
    rounds: Count


class DeliberationReview(PlainReview):
    shortlist: Ratio
    ordinary_share: Share | None = None
    panel_per_field: Count | None = None
    learning_hours: Count
    learning_times: Count


class Objections(Section):
    decide_days: Annotated[
        Count, Field(description="접수한 때부터 결정까지(일). 투표 시작을 넘기지 않습니다")
    ]


class PollVote(Declared):
    """The vote's window and rules are those of the poll that it shares with other lanes."""

    poll: str
    milestones: tuple[Milestone, ...] = ()


class TrackPlan(Declared):
    """What every track has: the name of its year, and its money."""

    name: str
    money: Budget


class MetroPlan(TrackPlan):
    call: ProposalCall
    classification: Section
    review: CouncilReview
    objection: Objections
    vote: PollVote


class CogovernancePlan(TrackPlan):
    call: ProposalCall
    classification: Section
    review: RoundsReview
    objection: Objections
    vote: PollVote


class DemocracyPlan(TrackPlan):
    pilot: Flag | None = None
    call: EndorsementCall
    review: DebateReview


class DistrictPlan(TrackPlan):
    districts: Count
    per_district: Budget
    call: ProposalCall
    classification: Section
    review: PlainReview


class DistrictPlanPlan(TrackPlan):
    districts: Count
    per_district: Budget
    strategic_districts: Count | None = None
    per_strategic: Budget | None = None
    call: Section
    review: NegotiationReview


class NeighbourhoodPlanPlan(TrackPlan):
    plan_dongs: Count | None = None
    self_run_dongs: Count | None = None
    call: Section
    review: PlainReview


class DeliberativePlan(TrackPlan):
    fields: Words
    call: Section
    review: DeliberationReview


class Tracks(Declared):
    metro: MetroPlan | None = None
    cogovernance: CogovernancePlan | None = None
    democracy: DemocracyPlan | None = None
    district: DistrictPlan | None = None
    district_plan: DistrictPlanPlan | None = None
    neighbourhood_plan: NeighbourhoodPlanPlan | None = None
    deliberative: DeliberativePlan | None = None


class Poll(Section):
    """투표 one vote that may span lanes, each under its own ceiling."""

    tracks: tuple[Track, ...]
    picks: Count
    weights: Weights
    cut_off: Share | None = None
    over_ceiling: Annotated[Choice, Field(description="skip 또는 stop")]
    tie_break: Words


class Assembly(Section):
    members: Count
    quorum: Share
    runner_up: Flag | None = None


class Head(Declared):
    """주기 the year, the lane that leads it, and how the clock is read."""

    year: Annotated[int, Field(ge=2012, le=2100)]
    title: str
    leading: Track
    rules_version: Literal["2026.1"]
    settle_minutes: Count
    late_after_minutes: Count
    ask_after_outage: Annotated[
        Words | None, Field(description="점검이 멈춘 동안 마감이 지났으면 저절로 넘기지 않고 묻는 단계들")
    ] = None


class Execution(Declared):
    """집행 what is watched after the agreement."""

    monitored_from: Annotated[Count, Field(description="이 금액(원) 이상인 사업을 모니터링합니다")]


class People(Declared):
    school_hours: Count | None = None
    online_panel: Count | None = None
    support_council: Count | None = None
    consulting_group: Count | None = None
    seats_from_register: Annotated[
        Flag | None, Field(description="협의회 위원은 위원 명부에 임기가 있는 사람만. 적지 않으면 살핍니다")
    ] = None
    second_person: Words


class Notices(Declared):
    reminder_days: Numbers
    quiet_from_hour: Count
    quiet_until_hour: Count


class Plan(Declared):
    """The year as data; `amended` gives the effective plan, `hash` names it."""

    cycle: Head
    sources: Mapping[str, str]
    people: People
    notices: Notices
    polls: Mapping[str, Poll] = {}
    tracks: Tracks
    assembly: Assembly
    drafting: Section
    council: Section
    agreement: Section
    execution: Execution | None = None

    @cached_property
    def hash(self) -> str:
        """Name this plan by its content, whatever its file's spacing and comments."""
        return digest(canonical(self.model_dump(mode="json", exclude_none=True)))

    @cached_property
    def rules_hash(self) -> str:
        """Name the half that freezes: everything but the calendar."""
        return digest(canonical(_without_calendar(self.model_dump(mode="json", exclude_none=True))))

    @property
    def year(self) -> int:
        return self.cycle.year

    @property
    def leading(self) -> Track:
        return self.cycle.leading

    @property
    def settle(self) -> timedelta:
        return timedelta(minutes=self.cycle.settle_minutes.value)

    @property
    def late_after(self) -> timedelta:
        return timedelta(minutes=self.cycle.late_after_minutes.value)

    @cached_property
    def by_track(self) -> Mapping[Track, TrackPlan]:
        """The tracks of this year, in the order of the glossary."""
        return {track: part for track in Track if (part := getattr(self.tracks, track)) is not None}

    def stages(self, track: Track) -> tuple[Stage, ...]:
        """The stages that this track walks before the assembly."""
        return tuple(stage for stage in Stage if hasattr(self.by_track[track], stage))

    def window(self, track: Track | None, stage: Stage) -> Window:
        """When a lane's stage, or without a track the cycle's, is open."""
        return self.span(track, stage).window

    def span(self, track: Track | None, stage: Stage) -> Span:
        """The window as announced."""
        part = self._part(track, stage)
        return self.polls[part.poll].window if isinstance(part, PollVote) else part.window

    def window_path(self, track: Track | None, stage: Stage) -> Path:
        """Where an amendment of this window goes; lanes that share a poll share its window."""
        part = self._part(track, stage)
        if isinstance(part, PollVote):
            return ("polls", part.poll, "window")
        return (*(("tracks", track) if track else ()), stage, "window")

    def windows(self) -> Iterator[tuple[Track | None, Stage, Window]]:
        """Every window of the year: each lane's, then the cycle's own."""
        for track in self.by_track:
            for stage in self.stages(track):
                yield track, stage, self.window(track, stage)
        for stage in CYCLE_STAGES:
            yield None, stage, self.window(None, stage)

    def milestones(self) -> Iterator[tuple[Track | None, Stage, Milestone]]:
        """Every dated step inside a stage."""
        for track, stage, _ in self.windows():
            part = self._part(track, stage)
            shared = self.polls[part.poll].milestones if isinstance(part, PollVote) else ()
            for milestone in (*part.milestones, *shared):
                yield track, stage, milestone

    def _part(self, track: Track | None, stage: Stage) -> Section | PollVote:
        part: Section | PollVote = getattr(self.by_track[track] if track else self, stage)
        return part


def _without_calendar(part: object) -> object:
    if isinstance(part, dict):
        return {k: _without_calendar(v) for k, v in part.items() if k not in ("window", "milestones")}
    return part
