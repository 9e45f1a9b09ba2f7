"""현황판 what is left before a stage can end: each row with a live count and an owner."""

from collections.abc import Sequence
from dataclasses import dataclass

from states.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Left:
    """One kind of work that is left, how much of it, and whose it is."""

    code: str
    count: int
    owner: str
    text: str

    def __str__(self) -> str:
        return f"{self.text} {self.count}건({self.owner})"


class WorkLeft(Refusal):
    code = "stage.work_left"
    text = (
        "{stage} 단계를 끝낼 수 없습니다. 남은 일: {left}. 남은 일을 마치면 다음 점검 때 저절로 넘어갑니다."
    )


def only_open(*rows: Left) -> tuple[Left, ...]:
    """The rows that are not yet zero."""
    return tuple(row for row in rows if row.count)


def say_left(rows: Sequence[Left]) -> str:
    """Write the rows in one line."""
    return ", ".join(str(row) for row in rows)
