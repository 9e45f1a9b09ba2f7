"""정정 what was said by mistake is said again, with a reason; no stage is opened for it, and nothing is overwritten."""

from collections.abc import Mapping
from enum import StrEnum

from states.chart import label
from states.project import Project
from states.refusals import Refusal
from states.stage import Stage, label_of


class Fate(StrEnum):
    """What can be put right about a project's fate; each is an event of its machine."""

    RESTORE = "restore"  #: 철회 취소
    READMIT = "readmit"  #: 적격으로
    EXCLUDE = "exclude"  #: 부적격으로
    CHOOSE = "choose"  #: 선정으로
    UNCHOOSE = "unchoose"  #: 미선정으로
    UNDO_STRIKE = "undo_strike"  #: 의결로
    UNDO_ADOPT = "undo_adopt"  #: 부결로


_CALLING = (Stage.CALL, Stage.CLASSIFICATION)
_JUDGING = (Stage.CLASSIFICATION, Stage.REVIEW)
_LISTED = (Stage.ASSEMBLY, Stage.DRAFTING)
_VOTED = (Stage.COUNCIL, Stage.AGREEMENT)

#: while the lane stands there, and while the cycle does
OF_LANE: Mapping[Fate, tuple[Stage, ...]] = {
    Fate.RESTORE: _CALLING,
    Fate.READMIT: _JUDGING,
    Fate.EXCLUDE: _JUDGING,
}
OF_CYCLE: Mapping[Fate, tuple[Stage, ...]] = {
    Fate.CHOOSE: _LISTED,
    Fate.UNCHOOSE: _LISTED,
    Fate.UNDO_STRIKE: _VOTED,
    Fate.UNDO_ADOPT: _VOTED,
}

#: what it was asked for, and of which kind, binds from the ballot on
_UNBALLOTED = (
    "received",
    "incomplete",
    "eligible",
    "ineligible",
    "transferred",
    "merged",
    "withdrawn",
    "eligibility",
    "hearing",
    "site_visit",
    "first_ranking",
    "deliberation",
    "second_ranking",
)
#: a council has it in hand, or may get it back
_IN_REVIEW = (*_UNBALLOTED[7:], "on_ballot", "objected")

#: the moves by which a list's decision passed a project over
PASSED_OVER = ("pass_over", "unchoose")
#: what counts against a track's ceiling once its list is resolved
CHOSEN = ("selected", "drafted", "adopted", "agreed", "executing", "carried_over", "completed")


class NotNow(Refusal):
    code = "correction.not_now"
    text = "이 정정은 {stages} 단계에서 합니다. 지금은 {stage} 단계이니, {remedy}."


class NothingToCorrect(Refusal):
    code = "correction.nothing"
    text = "고칠 것이 없습니다. 적으신 것이 지금 기록과 같습니다. 달라져야 할 것을 적어 다시 해 주세요."


class AmountFixed(Refusal):
    code = "correction.amount_fixed"
    text = "'{state}' 상태에서는 사업 종류와 제안 금액을 정정할 수 없습니다. 투표에 오른 금액은 편성에서 까닭과 함께 고쳐 주세요."


class FieldFixed(Refusal):
    code = "correction.field_fixed"
    text = "'{state}' 상태에서는 분야를 정정할 수 없습니다. 이미 그 분야의 협의회가 맡은 사업입니다. 분야를 바꾸려면 분류 단계를 다시 열어 주세요."


class ListNotResolved(Refusal):
    code = "correction.not_resolved"
    text = "{track}의 명단은 아직 의결되지 않았습니다. 총회의 명단에서 고른 뒤 의결해 주세요."


class NotPassedOver(Refusal):
    code = "correction.not_on_list"
    text = "{number}번 사업은 총회의 명단에서 떨어진 것이 아니어서 선정으로 정정할 수 없습니다. 명단에 있던 사업의 번호를 확인해 주세요."


class AdoptedAmount(Refusal):
    code = "correction.adopted_amount"
    text = "부결을 의결로 정정하려면 의회가 의결한 금액이 있어야 합니다(1원 이상 {most} 이하). 금액을 적어 다시 해 주세요."


class NoAmountHere(Refusal):
    code = "correction.no_amount"
    text = "이 정정에는 금액을 적지 않습니다. 금액 없이 다시 해 주세요. 제안 금액은 사실의 정정으로 고칩니다."


class OverCeiling(Refusal):
    code = "correction.over_ceiling"
    text = "{track}의 한도는 {ceiling:,}원인데 이 사업까지 더하면 {spent:,}원입니다. {over:,}원만큼 미선정으로 먼저 정정해 주세요."


def judge_facts(status: str, changed: Mapping[str, object]) -> None:
    """Refuse an empty correction, and what others have already relied on."""
    if not changed:
        raise NothingToCorrect()
    if {"kind", "cost"} & set(changed) and status not in _UNBALLOTED:
        raise AmountFixed(state=label(Project, status))
    if "field" in changed and status in _IN_REVIEW:
        raise FieldFixed(state=label(Project, status))


def judge_fate(fate: Fate, *, lane: str, cycle: str) -> None:
    """Refuse outside the stages in which this can still be put right."""
    stages, stage = (OF_LANE[fate], lane) if fate in OF_LANE else (OF_CYCLE[fate], cycle)
    if stage not in stages:
        raise NotNow(
            stages="·".join(one.label for one in stages), stage=label_of(stage), remedy=_remedy(stages, stage)
        )


def judge_list(fate: Fate, number: int, *, track: str, resolved: bool, last: str | None) -> None:
    """Refuse before the list is resolved, and a project that never came on it."""
    if fate not in (Fate.CHOOSE, Fate.UNCHOOSE):
        return
    if not resolved:
        raise ListNotResolved(track=track)
    if fate is Fate.CHOOSE and last not in PASSED_OVER:
        raise NotPassedOver(number=number)


def judge_ceiling(*, track: str, ceiling: int | None, spent: int) -> None:
    """Refuse to choose more than a ceiling that binds allows."""
    if ceiling is not None and spent > ceiling:
        raise OverCeiling(track=track, ceiling=ceiling, spent=spent, over=spent - ceiling)


def judge_amount(fate: Fate, won: int | None, *, drafted: int | None) -> None:
    """Refuse an adoption without its amount, or above the draft, and an amount where none is decided."""
    if fate is not Fate.UNDO_STRIKE:
        if won is not None:
            raise NoAmountHere()
    elif won is None or won < 1 or (drafted is not None and won > drafted):
        raise AdoptedAmount(most=f"{drafted:,}원" if drafted is not None else "편성액")


def _remedy(stages: tuple[Stage, ...], stage: str) -> str:
    order = [str(one) for one in Stage]
    if stage in order and order.index(stage) < order.index(stages[0]):
        return "그 단계가 되면 해 주세요"
    return "더 늦은 단계의 정정으로 바로잡거나 그 단계를 다시 열어 주세요"
