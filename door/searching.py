"""사업 찾기 by its number, or by words of its title: titles lie encrypted, so they are opened here and go no further."""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import islice

from sqlmodel import Session, col, select

from door.house import House
from models.cycle import cycle_of
from models.project import Project
from models.session import reading
from models.written import read_back
from states.refusals import Refusal

_SHOWN = 50


class NothingToFind(Refusal):
    code = "searching.nothing_given"
    text = "찾을 말이 비어 있습니다. 사업 번호나 제목에 든 말을 적어 주세요."


def find(house: House, year: int, words: str) -> Sequence[Project]:
    """The projects with this number, or whose title has all of these words; the first fifty."""
    wanted = [_plain(word) for word in words.split()]
    if not wanted:
        raise NothingToFind()
    with reading(house.engine) as session:
        year = cycle_of(session, year).year
        if words.strip().isdecimal():
            found = session.get(Project, (year, int(words)))
            return [found] if found is not None else []
        return list(islice(_titled(house, session, year, wanted), _SHOWN))


def _titled(house: House, session: Session, year: int, wanted: Sequence[str]) -> Iterator[Project]:
    rows = session.exec(select(Project).where(Project.cycle == year).order_by(col(Project.number)))
    for project in rows.all():
        title = _plain(read_back(session, project.title, ring=house.ring) or "")
        if all(word in title for word in wanted):
            yield project


def _plain(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).casefold().split())
