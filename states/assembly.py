"""총회 the assembly approves each track's list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from states.board import Left, only_open
from states.plan import Plan
from states.refusals import Refusal
from states.stage import READY, Stage, label_of
from states.track import Track


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
    text = "{track}의 명단은 이미 의결되었습니다. 바꾸려면 정정으로 바로잡아 주세요."


@dataclass(frozen=True, slots=True)
class Terms:
    """What the plan says of a track's money, and whether its list is the assembly's to decide."""

    track: str
    proposes: bool  #: 숙의형 only shows its results
    ceiling: int | None  #: binds
    target: int | None  #: is reported

    @classmethod
    def of(cls, plan: Plan, track: Track) -> "Terms":
        part = plan.by_track[track]
        return cls(part.name, track.proposes, part.money.ceiling, part.money.target)


def judge(
    chosen: Sequence[int], costs: Mapping[int, int], terms: Terms, *, stage: str, lane: str, resolved: bool
) -> None:
    """Refuse a list before its time, twice, with strangers on it, or above a ceiling that binds."""
    if stage != Stage.ASSEMBLY:
        raise NotAssembled(stage=label_of(stage))
    if not terms.proposes or lane != READY:
        raise NotOnTheAgenda(track=terms.track)
    if resolved:
        raise ResolvedBefore(track=terms.track)
    if strangers := sorted(set(chosen) - set(costs)):
        raise NotOnTheList(track=terms.track, numbers=", ".join(str(n) for n in strangers))
    spent = sum(costs[number] for number in set(chosen))
    if terms.ceiling is not None and spent > terms.ceiling:
        raise OverCeiling(track=terms.track, ceiling=terms.ceiling, spent=spent, over=spent - terms.ceiling)


def left(*, unresolved: int) -> tuple[Left, ...]:
    """Every list that came to the assembly is decided."""
    return only_open(Left("assembly.unresolved", unresolved, "총회 담당", "의결하지 않은 유형"))
