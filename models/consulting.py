"""컨설팅단 the rows of what the consulting group was asked, and answered."""

from datetime import datetime

from sqlmodel import Session

from models.columns import Row, evidence
from states.refusals import Refusal


class NoSuchConsulting(Refusal):
    code = "consulting.unknown"
    text = "{year}년 주기에 {number}번 컨설팅 요청이 없습니다. 번호를 확인해 주세요."


class Consulting(Row, table=True):
    """One request, and its answer."""

    cycle: int = evidence(primary_key=True, foreign_key="cycle.year")
    number: int = evidence(primary_key=True)
    project: int = evidence()
    what: str = evidence(max_length=64)  #: the commitment to the question
    asked_at: datetime = evidence()
    answer: str | None = evidence(default=None, max_length=64)  #: the commitment to the answer
    answered_at: datetime | None = evidence(default=None)


def consulting_of(session: Session, year: int, number: int) -> Consulting:
    """The request, or a refusal."""
    found = session.get(Consulting, (year, number))
    if found is None:
        raise NoSuchConsulting(year=year, number=number)
    return found
