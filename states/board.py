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
        return _line(self.text, self.count, self.owner)


def _line(text: str, count: int, owners: str) -> str:
    return f"{text} {count}건({owners})"


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
    return ", ".join(kinds_left(rows))


def kinds_left(rows: Sequence[Left]) -> list[str]:
    """Write each kind of work once, whoever has it to do; of many only the first are named."""
    by_text: dict[str, list[Left]] = {}
    for row in rows:
        by_text.setdefault(row.text, []).append(row)
    return [_line(text, sum(row.count for row in same), _owners(same)) for text, same in by_text.items()]


def _owners(rows: Sequence[Left]) -> str:
    owners = list(dict.fromkeys(row.owner for row in rows))
    others = f" 외 {len(owners) - _NAMED}곳" if len(owners) > _NAMED else ""
    return ", ".join(owners[:_NAMED]) + others


_NAMED = 3  #: of many who have the same to do
