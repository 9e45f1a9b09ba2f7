"""고칠 곳 what the act's own judge refuses, said in the same form as the faults of cells: row, column, what, remedy."""

from collections.abc import Sequence

from door.files.faults import Fault
from door.files.reading import Reading
from door.imports.importer import Importer
from states.refusals import Refusal
from states.rows import Fault as Misfit

#: what to do about a fault whose rule does not say it
_REMEDIES = {
    "rows.unknown": "사업 번호를 확인해 고치거나 그 행을 빼 주세요.",
    "rows.elsewhere": "이 일을 할 수 있는 상태가 아닙니다. 그 행을 빼거나, 먼저 그 사업을 정정해 주세요.",
    "rows.twice": "맞는 한 행만 남겨 주세요.",
    "rows.amount": "금액을 고쳐 주세요.",
    "rows.reason": "까닭을 적어 주세요.",
    "rows.unfit": "고치거나 그 행을 빼 주세요.",
}


class RowsUnfit(Exception):  # never leaves the walk
    """Rows of a file that the act refused, found again in the file."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = faults
        super().__init__(len(faults))


def misfits_of(refusal: Refusal) -> Sequence[Misfit]:
    """The rows that an act's refusal names, if it names any."""
    rows = refusal.facts.get("rows")
    return rows if isinstance(rows, tuple) else ()


def placed(misfits: Sequence[Misfit], reading: Reading, importer: Importer) -> Sequence[Fault]:
    """Find the rows again in the file that they came from."""
    if importer.number is None:
        rows = dict(enumerate(reading.at.to_list(), start=1))
    else:
        rows = dict(zip(reading.rows[importer.number].to_list(), reading.at.to_list(), strict=True))
    return [_placed(one, rows[one.number], reading, importer) for one in misfits]


def _placed(misfit: Misfit, row: int, reading: Reading, importer: Importer) -> Fault:
    spec = reading.spec
    key = importer.columns.get(misfit.code) or (importer.number or spec.key[0])
    keys = [column.key for column in spec.columns]
    order = keys.index(key)
    name, place = spec.columns[order].name, reading.places.get(key, "")
    return Fault(row, order, misfit.code, name, place, _said(misfit))


def _said(misfit: Misfit) -> str:
    remedy = _REMEDIES.get(misfit.code)
    return misfit.why if remedy is None else f"{misfit.why}. {remedy}"
