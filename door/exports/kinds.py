"""내보낼 것 the kinds of files that can be taken out, and how each is written."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import func
from sqlmodel import Session, col, select

from desk.disclosure import take_out
from door.exports import ballots, journal, register, results, scoring, worklists
from door.exports.asked import Asked, Scope, fitting
from door.exports.worklists import Table
from door.files.write import csv_of, xlsx_of
from door.house import House
from door.staff import Staff, with_reason
from models.cycle import cycle_of
from models.project import Project, batches
from models.session import reading
from models.unit import Unit
from states.labelled import Labelled
from states.refusals import Refusal
from states.review import RANKINGS


class Kind(Labelled):
    """What can be taken out."""

    PROPOSALS = "proposals", "제안 목록"
    CLASSIFICATION = "classification", "분류 작업표"
    SCORES = "scores", "채점표"
    REVIEW = "review", "심사 결과"
    VOTE = "vote", "투표 결과"
    BALLOTS = "ballots", "재검표 자료"
    DRAFTS = "drafts", "편성 내역"
    DECISIONS = "decisions", "의회 심의 결과"
    JOURNAL = "journal", "일지"
    PEOPLE = "people", "명부"
    SCHOOL = "school", "예산학교 이수 명부"


class Format(StrEnum):
    """How it is written."""

    XLSX = "xlsx"
    CSV = "csv"
    JSONL = "jsonl"


_TABLES: Mapping[Kind, Callable[[Asked], Table]] = {
    Kind.PROPOSALS: worklists.proposals,
    Kind.CLASSIFICATION: worklists.classification,
    Kind.SCORES: scoring.scores,
    Kind.REVIEW: results.review,
    Kind.VOTE: results.vote,
    Kind.BALLOTS: ballots.ballots,
    Kind.DRAFTS: worklists.drafts,
    Kind.DECISIONS: worklists.decisions,
    Kind.PEOPLE: register.people,
    Kind.SCHOOL: register.school,
}
#: nothing but names and addresses, of the whole city and of no cycle: whoever takes one says so, and why
NAMED = (Kind.PEOPLE, Kind.SCHOOL)


class FormatNotForKind(Refusal):
    code = "export.format"
    text = "{kind:은/는} {format:으로/로} 내보내지 않습니다. 쓸 수 있는 형식: {known}."


class NamesOnly(Refusal):
    code = "export.names_only"
    text = (
        "{kind}에는 성명과 연락처가 담깁니다. 명령에 --with-names와 --by, --reason을 함께 적어 내보내 주세요. "
        "누가 왜 가져갔는지 일지에 남습니다."
    )


@dataclass(frozen=True, slots=True)
class Export:
    """A file on its way out."""

    rows: int
    pieces: Iterator[bytes]


def formats_of(kind: Kind) -> tuple[Format, ...]:
    """How a kind may be written; the first is the usual one."""
    return (Format.CSV, Format.JSONL) if kind is Kind.JOURNAL else (Format.XLSX, Format.CSV)


def judge_format(kind: Kind, format: Format | None) -> Format:
    """The format, or the kind's usual one."""
    known = formats_of(kind)
    if format is None:
        return known[0]
    if format not in known:
        raise FormatNotForKind(kind=kind.label, format=format, known=", ".join(known))
    return format


def take_names(house: House, year: int, kind: Kind, *, staff: Staff) -> int:
    """Note in the journal that a list with names goes out, before it does; return how many people are on it."""
    with reading(house.engine) as session:
        people = _people_on(house, session, year, kind)
    where = None if kind in NAMED else year
    return with_reason(
        house,
        where,
        staff,
        lambda session, why, act: take_out(session, where, kind, people, reason=why, act=act),
    )


def _people_on(house: House, session: Session, year: int, kind: Kind) -> int:
    cycle_of(session, year)
    if kind in NAMED:
        _, rows = _TABLES[kind](Asked(house, session, Scope(year, with_names=True)))
        return len({row.get("phone") or row["mail"] for row in rows})
    wanted = select(func.count(col(Project.proposer).distinct())).where(Project.cycle == year)
    return session.exec(wanted).one()


def parts_of(house: House, session: Session, kind: Kind, scope: Scope) -> Sequence[Scope]:
    """The scope office by office: each bureau that has something in it, or each council that ranks now."""
    if kind is Kind.SCORES:
        wanted = select(Unit.number).where(Unit.cycle == scope.year, col(Unit.state).in_(RANKINGS))
        found = session.exec(wanted.order_by(col(Unit.number))).all()
        return [replace(scope, council=number) for number in found]
    _, rows = _TABLES[kind](Asked(house, session, scope))
    bureaus: set[str | None] = set()
    for batch in batches([row["number"] for row in rows]):
        owners = select(Project.bureau).where(Project.cycle == scope.year, col(Project.number).in_(batch))
        bureaus |= set(session.exec(owners.distinct()).all())
    return [replace(scope, bureau=bureau) for bureau in sorted(bureau or "" for bureau in bureaus)]


def export(house: House, session: Session, kind: Kind, scope: Scope, format: Format) -> Export:
    """Take a file out of a year."""
    if kind is Kind.JOURNAL:
        chain = cycle_of(session, scope.year).chain
        write = journal.lines if format is Format.JSONL else journal.table
        return Export(journal.length(session, chain), write(session, chain))
    if kind in NAMED and not scope.with_names:
        raise NamesOnly(kind=kind.label)
    asked = Asked(house, session, scope)
    spec, rows = _TABLES[kind](asked)
    put = csv_of if format is Format.CSV else xlsx_of
    return Export(len(rows), iter([put(fitting(rows, spec), spec)]))
