"""고칠 곳 all of them as a file, for whoever corrects the rows in a spreadsheet."""

from collections.abc import Sequence

from door.files.columns import Column, Spec
from door.files.faults import Fault
from door.files.types import Text, Whole
from door.files.write import csv_of

_FAULTS = Spec(
    "faults",
    "고칠 곳",
    (
        Column("row", "행", Whole()),
        Column("place", "열", Text()),
        Column("name", "머리글", Text()),
        Column("said", "고칠 것", Text()),
    ),
)


def fault_file(faults: Sequence[Fault]) -> bytes:
    """Write the faults as CSV, one in a row."""
    rows = [{"row": one.row, "place": one.place, "name": one.name, "said": one.said} for one in faults]
    return csv_of(rows, _FAULTS)
