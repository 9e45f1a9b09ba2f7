"""총회 the assembly approves each track's list."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from states.board import Left, only_open
from states.plan import Plan
from states.refusals import Refusal
from states.stage import READY, Stage, label_of
from states.track import Track
from states.window import KST, Window, say_moment, say_opening


class NotAssembled(Refusal):
    code = "assembly.not_yet"
    text = "지금은 {stage} 단계여서 총회가 의결할 수 없습니다. 모든 유형이 총회에 모인 뒤에 해 주세요."


class NotOnTheAgenda(Refusal):
    code = "assembly.not_on_agenda"
    text = "{track:은/는} 총회가 의결할 유형이 아닙니다. 의결을 기다리는 유형은 현황판에서 확인해 주세요."


class NotOnTheList(Refusal):
    code = "assembly.not_on_list"
    text = "{track}의 총회 명단에 없는 사업이 있습니다: {numbers}. 명단을 확인해 다시 올려 주세요."


class OverCeiling(Refusal):
    code = "assembly.over_ceiling"
    text = "{track}의 한도는 {ceiling:,}원인데 고른 사업을 더하면 {spent:,}원입니다. {over:,}원만큼 줄여 다시 의결해 주세요."


class ResolvedBefore(Refusal):
    code = "assembly.resolved"
    text = (
        "{track}의 명단은 이미 의결되었습니다. 선정과 미선정은 편성 단계까지 정정으로 바로잡을 수 있습니다."
    )


class OutsideTheAssembly(Refusal):
    code = "assembly.outside_window"
    text = "총회는 {opens}부터 {closes}까지인데 지금은 {now}입니다. {remedy}."


class TooManyPresent(Refusal):
    code = "assembly.too_many_present"
    text = "참석 {present}명은 적을 수 없습니다. 위원은 모두 {members}명입니다. 다시 세어 0명부터 {members}명까지로 적어 주세요."


class NoQuorum(Refusal):
    code = "assembly.no_quorum"
    text = (
        "위원 {members}명 가운데 {needed}명이 있어야 의결할 수 있는데, 오늘 센 참석은 {present}명이어서 {missing}명이 모자랍니다. "
        "더 오면 참석을 다시 적어 주세요. 오늘 모이기 어려우면 총회 기간을 연장해 다시 소집해 주세요."
    )


class NotTallied(Refusal):
    code = "assembly.not_tallied"
    text = (
        "{track}의 투표가 아직 개표되지 않아 의결할 수 없습니다. 투표함을 봉인하고 개표를 확정한 뒤에 의결해 주세요. "
        "오늘 안에 어려우면 총회 기간을 연장해 주세요."
    )


class OtherResult(Refusal):
    code = "assembly.other_result"
    text = (
        "올린 명단은 지금의 {track} 개표 결과에 매인 것이 아닙니다(올린 결과 {given}, 확정된 결과 {found}). "
        "확정된 개표 결과를 다시 확인해 올려 주세요."
    )


class NotAWinner(Refusal):
    code = "assembly.not_a_winner"
    text = "{track}의 개표 결과에서 뽑히지 않은 사업이 있습니다: {numbers}. 뽑힌 사업 안에서 명단을 다시 올려 주세요."


class LeftOutReasonNeeded(Refusal):
    code = "assembly.reason_needed"
    text = "투표로 뽑힌 {track} 사업을 명단에서 빼려면 까닭이 있어야 합니다: {numbers}. 까닭을 적거나 사업을 넣어 다시 올려 주세요."


@dataclass(frozen=True, slots=True)
class Sitting:
    """What the plan says of the day: from when to when, and how many must be there."""

    window: Window
    members: int
    needed: int

    @classmethod
    def of(cls, plan: Plan) -> "Sitting":
        members, percent = plan.assembly.members.value, plan.assembly.quorum.percent
        return cls(plan.window(None, Stage.ASSEMBLY), members, -(-members * percent // 100))


@dataclass(frozen=True, slots=True)
class Attendance:
    """How many members were counted, and when."""

    present: int
    at: datetime

    def on(self, now: datetime) -> int:
        """Who is here now: a count of another day is not one."""
        return self.present if self.at.astimezone(KST).date() == now.astimezone(KST).date() else 0


@dataclass(frozen=True, slots=True)
class Tally:
    """What a lane's vote came to."""

    hash: str
    winners: Sequence[int]


@dataclass(frozen=True, slots=True)
class Terms:
    """What the plan says of a track's money, and whether its list is the assembly's to decide."""

    track: str
    proposes: bool  #: 숙의형 only shows its results
    polled: bool  #: its list is bound to a tally
    ceiling: int | None  #: binds
    target: int | None  #: is reported

    @classmethod
    def of(cls, plan: Plan, track: Track) -> "Terms":
        part = plan.by_track[track]
        return cls(
            part.name, track.proposes, Stage.VOTE in plan.stages(track), part.money.ceiling, part.money.target
        )


def judge_sitting(sitting: Sitting, *, stage: str, now: datetime) -> None:
    """Refuse before the cycle has come to the assembly, and outside the hours that were announced."""
    if stage != Stage.ASSEMBLY:
        raise NotAssembled(stage=label_of(stage))
    _refuse_outside(sitting, now)


def judge_attendance(present: int, sitting: Sitting, *, stage: str, now: datetime) -> None:
    """Members are counted from the morning on, while the last votes come in."""
    if stage not in (Stage.VOTE, Stage.ASSEMBLY):
        raise NotAssembled(stage=label_of(stage))
    _refuse_outside(sitting, now)
    if not 0 <= present <= sitting.members:
        raise TooManyPresent(present=present, members=sitting.members)


def judge_quorum(sitting: Sitting, attendance: Attendance | None, *, now: datetime) -> None:
    """Refuse to decide anything without enough members, counted on the same day."""
    present = attendance.on(now) if attendance else 0
    if present < sitting.needed:
        raise NoQuorum(
            members=sitting.members,
            needed=sitting.needed,
            present=present,
            missing=sitting.needed - present,
        )


def judge(
    chosen: Sequence[int], costs: Mapping[int, int], terms: Terms, *, lane: str, resolved: bool
) -> None:
    """Refuse a list that is not the assembly's, is there twice, has strangers on it, or is above the ceiling."""
    if not terms.proposes or lane != READY:
        raise NotOnTheAgenda(track=terms.track)
    if resolved:
        raise ResolvedBefore(track=terms.track)
    if strangers := sorted(set(chosen) - set(costs)):
        raise NotOnTheList(track=terms.track, numbers=_say(strangers))
    judge_ceiling(terms, sum(costs[number] for number in set(chosen)))


def judge_ceiling(terms: Terms, spent: int) -> None:
    """Refuse a list that costs more than a ceiling that binds; a target never does."""
    if terms.ceiling is not None and spent > terms.ceiling:
        raise OverCeiling(track=terms.track, ceiling=terms.ceiling, spent=spent, over=spent - terms.ceiling)


def judge_result(
    chosen: Sequence[int],
    standing: Iterable[int],
    terms: Terms,
    *,
    tally: Tally | None,
    given: str | None,
    has_reason: bool,
) -> None:
    """A voted list is bound to its tally: to that very result, within its winners, and leaves none out without a reason."""
    if tally is None:
        raise NotTallied(track=terms.track)
    if given != tally.hash:
        raise OtherResult(track=terms.track, given=(given or "없음")[:12], found=tally.hash[:12])
    if losers := sorted(set(chosen) - set(tally.winners)):
        raise NotAWinner(track=terms.track, numbers=_say(losers))
    dropped = sorted((set(tally.winners) & set(standing)) - set(chosen))
    if dropped and not has_reason:
        raise LeftOutReasonNeeded(track=terms.track, numbers=_say(dropped))


def _refuse_outside(sitting: Sitting, now: datetime) -> None:
    if now not in sitting.window:
        early = now < sitting.window.opens
        raise OutsideTheAssembly(
            opens=say_opening(sitting.window.opens),
            closes=say_moment(sitting.window.closes),
            now=say_moment(now),
            remedy="총회가 열린 뒤에 해 주세요" if early else "총회 기간을 연장해 다시 소집한 뒤에 해 주세요",
        )


def _say(numbers: Iterable[int]) -> str:
    return ", ".join(str(number) for number in numbers)


def left(*, unresolved: int) -> tuple[Left, ...]:
    """Every list that came to the assembly is decided."""
    return only_open(Left("assembly.unresolved", unresolved, "총회 담당", "의결하지 않은 유형"))
