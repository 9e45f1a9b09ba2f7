"""줄 a list of rows handed in at once: every faulty one is named, and then nothing is done."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from states.chart import label
from states.project import Project
from states.refusals import Refusal


class NoRows(Refusal):
    code = "rows.none"
    text = "올린 줄이 없습니다. 처리할 사업을 한 줄 이상 적어 다시 올려 주세요."


@dataclass(frozen=True, slots=True)
class Standing:
    """As much of a project as a row is held against."""

    track: str
    kind: str
    status: str
    cost: int


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One row that cannot be done, and why."""

    number: int  #: of the project, or the row's place where rows have no project yet
    why: str
    code: str = "rows.unfit"

    def __str__(self) -> str:
        return f"{self.number}번({self.why})"


def strays(
    numbers: Sequence[int], standing: Mapping[int, Standing], statuses: Iterable[str]
) -> Iterator[Fault]:
    """The rows of nobody, the rows said twice, and the rows of projects that stand elsewhere."""
    if not numbers:
        raise NoRows()
    for number, times in sorted(Counter(numbers).items()):
        if number not in standing:
            yield Fault(number, "없는 사업", "rows.unknown")
        elif standing[number].status not in statuses:
            yield Fault(number, f"지금 '{label(Project, standing[number].status)}' 상태", "rows.elsewhere")
        elif times > 1:
            yield Fault(number, f"{times}번 적힘", "rows.twice")


def say(faults: Iterable[Fault]) -> str:
    """Name every faulty row, by number."""
    return ", ".join(str(fault) for fault in sorted(faults))
