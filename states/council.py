"""의회 what the council makes of each item: adopted, cut or struck; a cut is an amount, not a status."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from states.board import Left, only_open
from states.refusals import Refusal
from states.rows import Fault, Standing, say, strays


class Verdict(StrEnum):
    """What the council may say of an item; each is an event of the project's machine."""

    ADOPT = "adopt"  #: 의결
    STRIKE = "strike"  #: 부결


class RowsNotDecided(Refusal):
    code = "council.rows"
    text = "처리할 수 없는 줄이 {count}개 있습니다: {faults}. 이 줄들을 고쳐 다시 올려 주세요. 아무것도 처리하지 않았습니다."


class AboveDraft(Refusal):
    code = "council.above_draft"
    text = "편성한 금액보다 많은 줄이 있습니다: {faults}. 의회의 의결은 편성액까지 적을 수 있습니다. 금액을 확인해 다시 올려 주세요."


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the bill, what the council says of it, how much it gets, and the commitment to a reason."""

    number: int
    verdict: Verdict
    won: int
    reason: str | None = None

    @property
    def row(self) -> list[object]:
        """How the journal keeps it."""
        said = [self.number, self.verdict, self.won]
        return said if self.reason is None else [*said, self.reason]


def judge(items: Sequence[Item], standing: Mapping[int, Standing]) -> None:
    """Refuse faulty rows, all named at once, and an amount above the draft."""
    faults = [*strays([item.number for item in items], standing, ("drafted",))]
    for item in items:
        if item.verdict is Verdict.ADOPT and item.won < 1:
            faults.append(Fault(item.number, "0원으로 의결할 수 없음, 부결로 적어야 함", "rows.amount"))
        if item.verdict is Verdict.STRIKE and item.won:
            faults.append(Fault(item.number, "부결인데 금액이 있음", "rows.amount"))
    if faults:
        raise RowsNotDecided(count=len(faults), faults=say(faults), rows=tuple(faults))
    above = [
        Fault(item.number, f"편성 {standing[item.number].cost:,}원, 의결 {item.won:,}원", "rows.amount")
        for item in items
        if item.won > standing[item.number].cost
    ]
    if above:
        raise AboveDraft(faults=say(above), rows=tuple(above))


def left(*, undecided: int) -> tuple[Left, ...]:
    """Every drafted project has the council's word."""
    return only_open(Left("council.undecided", undecided, "예산부서", "의회의 결정을 적지 않은 편성 사업"))
