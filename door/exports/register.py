"""명부 the city's register and the budget school's, with everybody's name and address, as they would be brought in."""

from collections.abc import Mapping, Sequence

from sqlmodel import col, select

from door.exports.asked import Asked, NothingToExport, Row
from door.exports.worklists import Table, faces
from door.files import kinds
from models.committee import Schooling
from models.person import people as registered
from states.window import KST


def people(asked: Asked) -> Table:
    """Everybody who can be reached; of somebody without an address nobody could tell who they are."""
    found = _known(asked, [one.number for one in registered(asked.session)])
    if not found:
        raise NothingToExport(what="이름과 연락처가 있는 사람")
    return kinds.people(), [found[number] for number in sorted(found)]


def school(asked: Asked) -> Table:
    """Each course that somebody with a telephone has finished."""
    wanted = select(Schooling).order_by(col(Schooling.person), col(Schooling.course))
    done = asked.session.exec(wanted).all()
    known = _known(asked, sorted({one.person for one in done}))
    rows = [
        {
            **known[one.person],
            "course": one.course,
            "completed_on": one.finished_at.astimezone(KST).date(),
            "hours": one.hours,
            "completed": True,
        }
        for one in done
        if known.get(one.person, {}).get("phone")
    ]
    if not rows:
        raise NothingToExport(what="예산학교를 이수한 사람")
    return kinds.school(), rows


def _known(asked: Asked, persons: Sequence[int]) -> Mapping[int, Row]:
    """Who of these has a name and an address; who was erased has none any more."""
    found = faces(asked, persons)
    return {
        n: found[n] for n in persons if found[n]["name"] and (found[n].get("phone") or found[n].get("mail"))
    }
