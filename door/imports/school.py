"""예산학교 the register of those who finished a course."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, ClassVar

from sqlmodel import Session, col, select

from desk import committee
from door.files import kinds
from door.files.columns import Spec
from door.files.reading import Row
from door.imports.importer import Importer, Key
from door.imports.order import Load, Order
from door.imports.proposers import OTHER_NAME, known_people, misnamed, proposers_of
from models.committee import Schooling
from states.committee import SCHOOL_HOURS, Course, TermFaulty, judge_course
from states.rows import Fault
from states.window import KST, begin_of

_NOT_FINISHED = "이수하지 않은 사람은 명부에 넣지 않습니다. 그 행을 빼 주세요."


class School(Importer):
    """Courses finished: what gives the right to be drawn, and a weight in the vote."""

    city = True
    columns: ClassVar = {
        "import.course": "course",
        "import.not_finished": "completed",
        OTHER_NAME: "name",
    }

    def spec(self, session: Session, order: Order) -> Spec:
        return kinds.school()

    def place(self, session: Session, order: Order) -> str:
        return "city"

    def misfits(self, load: Load, standing: Mapping[Key, Row]) -> Sequence[Fault]:
        found = [*misnamed(load)]
        for place, row in enumerate(load.rows, start=1):
            if row["completed"] is False:
                found.append(Fault(place, _NOT_FINISHED, "import.not_finished"))
            try:
                judge_course(row["course"], _hours(row))
            except TermFaulty as refused:
                found.append(Fault(place, str(refused), "import.course"))
        return found

    def new(self, load: Load) -> Sequence[bool]:
        there = _finished(load.session)
        return [
            there.get((person, row["course"])) != (_hours(row), row["completed_on"])
            for person, row in zip(known_people(load), load.rows, strict=True)
        ]

    def do(self, load: Load) -> Mapping[str, Any]:
        courses = [
            Course(person, row["course"], _hours(row), _moment(row))
            for person, row in zip(proposers_of(load), load.rows, strict=True)
        ]
        act = replace(load.act, id=f"{load.act.id}/courses")
        return {"finished": committee.graduate_all(load.session, courses, act=act)}


def _hours(row: Row) -> int:
    """Who finished without hours being said has sat through the course."""
    return SCHOOL_HOURS if row["hours"] is None else int(row["hours"])


def _moment(row: Row) -> datetime:
    return begin_of(row["completed_on"])


def _finished(session: Session) -> Mapping[tuple[int, str], tuple[int, date]]:
    wanted = select(Schooling).order_by(col(Schooling.person), col(Schooling.course))
    return {
        (one.person, one.course): (one.hours, one.finished_at.astimezone(KST).date())
        for one in session.exec(wanted).all()
    }
