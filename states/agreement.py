"""협약 the hand-over to execution, and the three signatures under a district's plan."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from states.board import Left, only_open
from states.refusals import Refusal
from states.rows import Fault, Standing, say, strays
from states.track import Track

#: where city and district sign; elsewhere the stage is the hand-over
SIGNED = (Track.DISTRICT_PLAN,)


class Signer(StrEnum):
    """Who signs: all three, in any order."""

    MAYOR = "mayor"  #: 시장
    CIVIC_HEAD = "civic_head"  #: 민간위원장
    OFFICIAL_HEAD = "official_head"  #: 구청장


class RowsNotAgreed(Refusal):
    code = "agreement.rows"
    text = "처리할 수 없는 줄이 {count}개 있습니다: {faults}. 이 줄들을 고쳐 다시 해 주세요. 아무것도 처리하지 않았습니다."


class NothingToSign(Refusal):
    code = "agreement.nothing_to_sign"
    text = "이 자치구({districts})에는 서명을 기다리는 구단위계획형 사업이 없습니다. 자치구와 서명한 사람을 확인해 주세요."


@dataclass(frozen=True, slots=True)
class HandOver:
    """One project that goes to execution, and the commitment to its department's execution plan."""

    number: int
    plan: str


def judge_hand_over(rows: Sequence[HandOver], standing: Mapping[int, Standing]) -> None:
    """Refuse faulty rows, all named at once; what needs signatures is not handed over without."""
    faults = [*strays([row.number for row in rows], standing, ("adopted",))]
    faults += [
        Fault(row.number, "구단위계획형은 서명으로 협약함")
        for row in rows
        if row.number in standing and standing[row.number].track in SIGNED
    ]
    _refuse(faults)


def judge_signing(
    numbers: Sequence[int], standing: Mapping[int, Standing], *, signed: AbstractSet[int]
) -> None:
    """Refuse who signs for nothing, for another track, or a second time."""
    faults = [*strays(numbers, standing, ("adopted",))]
    for number in numbers:
        if number in standing and standing[number].track not in SIGNED:
            faults.append(Fault(number, "서명이 필요 없는 유형, 집행으로 넘기면 됨"))
        if number in signed:
            faults.append(Fault(number, "이미 서명함"))
    _refuse(faults)


def is_signed(signers: Iterable[str]) -> bool:
    """Have all three signed?"""
    return set(signers) >= set(Signer)


def left(*, not_handed_over: int, unsigned: int) -> tuple[Left, ...]:
    """Every adopted project is handed over, or signed by all three."""
    return only_open(
        Left("agreement.not_handed_over", not_handed_over, "사업부서", "집행으로 넘기지 않은 의결 사업"),
        Left("agreement.unsigned", unsigned, "협약 담당", "서명을 다 받지 못한 의결 사업"),
    )


def _refuse(faults: Sequence[Fault]) -> None:
    if faults:
        raise RowsNotAgreed(count=len(faults), faults=say(faults))
