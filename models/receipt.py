"""접수번호 under which number of a paper or a file a proposal came in."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, insert
from sqlmodel import Session, col, select

from models.columns import Row, operational
from models.project import Project, batches

_OURS = "HM"  #: no office begins its numbers so


class Receipt(Row, table=True):
    """The number that whoever handed a proposal in knows it by: no rule reads it."""

    cycle: int = operational(primary_key=True)
    receipt: str = operational(primary_key=True, max_length=40)
    number: int = operational()


def receipts_of(session: Session, year: int, receipts: Sequence[str]) -> Mapping[str, int]:
    """The proposals that came in under these receipts, by their numbers."""
    found = _named_by_us(session, year, receipts)
    for batch in batches(receipts):
        wanted = select(Receipt.receipt, Receipt.number).where(Receipt.cycle == year)
        found |= dict(session.exec(wanted.where(col(Receipt.receipt).in_(batch))).all())
    return found


def receipts_but_for_zeros(session: Session, year: int, receipts: Sequence[str]) -> Mapping[str, str]:
    """Those of these numbers that stand with other zeros before them: a spreadsheet takes such zeros away."""
    bare = {one: one.lstrip("0") for one in receipts if one.isascii() and one.isdigit()}
    said, found = func.ltrim(col(Receipt.receipt), "0"), dict[str, str]()
    for batch in batches(sorted(set(bare.values()))):
        wanted = select(said, Receipt.receipt).where(Receipt.cycle == year, said.in_(batch))
        found |= dict(session.exec(wanted.order_by(col(Receipt.receipt).desc())).all())
    return {one: found[rest] for one, rest in bare.items() if found.get(rest, one) != one}


def receipt_text(year: int, number: int) -> str:
    """How a list that goes out names a proposal that came in under nobody's number."""
    return f"{_OURS}-{year}-{number:04}"


def _named_by_us(session: Session, year: int, receipts: Sequence[str]) -> dict[str, int]:
    """The proposals that a list of ours named by their own numbers."""
    some = {int(one.rpartition("-")[2]): one for one in receipts if _ours(year, one)}
    found: dict[str, int] = {}
    for batch in batches(sorted(some)):
        wanted = select(Project.number).where(Project.cycle == year, col(Project.number).in_(batch))
        found |= {some[number]: number for number in session.exec(wanted).all()}
    return found


def _ours(year: int, receipt: str) -> bool:
    number = receipt.removeprefix(f"{_OURS}-{year}-")
    return number != receipt and number.isdecimal() and receipt == receipt_text(year, int(number))


def keep_receipts(session: Session, year: int, numbers: Mapping[str, int]) -> None:
    """Remember which proposal came in under which receipt."""
    rows = [{"cycle": year, "receipt": receipt, "number": number} for receipt, number in numbers.items()]
    if rows:
        session.connection().execute(insert(Row.metadata.tables["receipt"]), rows)
