"""고칠 곳 what is wrong in which row and column, and what to write there: all of it at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from states.refusals import Refusal


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One cell that cannot be taken as it is."""

    row: int  #: as Excel shows it
    order: int  #: of the column, as declared
    code: str
    name: str  #: the heading
    place: str  #: the column as Excel names it
    said: str  #: what is wrong, and what to do

    def __str__(self) -> str:
        where = f"{self.row}행 {self.place}열 '{self.name}'" if self.place else f"{self.row}행 '{self.name}'"
        return f"{where} - {self.said}"


class RowsFaulty(Refusal):
    code = "file.rows"
    text = (
        "고칠 곳이 {count:,}군데({rows:,}행) 있어 아무것도 넣지 않았습니다. 고쳐 다시 올리거나, "
        "맞는 행만 넣겠다고 해 주세요.\n{listing}"
    )


class NoRowGood(Refusal):
    code = "file.no_good_row"
    text = "맞는 행이 하나도 없어 아무것도 넣지 않았습니다(고칠 곳 {count:,}군데). 고쳐 다시 올려 주세요.\n{listing}"


def listing(faults: Sequence[Fault], count: int) -> str:
    """Tell the faults line by line, and how many more there are."""
    lines = [f"  {fault}" for fault in faults]
    more = [f"  … 그 밖에 {count - len(faults):,}군데"] if count > len(faults) else []
    return "\n".join([*lines, *more])
