"""할 일 what is left in every open cycle, row by row: whose it is, how much, and the form that clears it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desk.board import status
from door.acts import shift_of
from door.house import House
from flows.clearing import CLEARED_BY, WAITS
from flows.links import Links
from flows.words import whole
from models.cycle import cycle_of, cycles, lanes_of
from models.plan import effective_plan
from models.session import reading
from models.unit import units_of
from states.chart import label
from states.review import Terms
from states.stage import CLOSED, Stage
from states.unit import UNITS


@dataclass(frozen=True, slots=True)
class Todo:
    """One row of the guard board, and where it stands."""

    cycle: int
    where: str
    owner: str
    text: str
    count: int
    code: str

    def line(self, links: Links) -> str:
        """The row of a table."""
        return f"| {links.board(self.cycle)} · {self.where} | {self.text} | {self.count:,} | {way(self.code, self.cycle, links)} |"


HEAD = f"| 어디 | 할 일 | {whole('건수')} | 양식 |\n|---|---|---:|---|"


def way(code: str, year: int, links: Links) -> str:
    """The form that clears a row, as a link; or what the row waits for."""
    if code in WAITS:
        return WAITS[code]
    title = CLEARED_BY[code]
    return links.form(title, title.partition(" · ")[2], cycle=year)


def todos(house: House, *, year: int | None = None) -> list[Todo]:
    """Everything that is left in one cycle, or in all that are open."""
    years = open_years(house) if year is None else [year]
    return [row for one in years for row in _of(standing(house, one))]


def open_years(house: House) -> list[int]:
    """The cycles that are not closed."""
    with reading(house.engine) as session:
        return [one.year for one in cycles(session) if one.stage != CLOSED]


def standing(house: House, year: int) -> Mapping[str, Any]:
    """Where a cycle stands now, as its guard board shows it."""
    now = house.now() + shift_of(house, year)
    with reading(house.engine) as session:
        cycle = cycle_of(session, year)
        return status(session, cycle, effective_plan(session, cycle), now=now)


def councils_at_work(house: House, year: int, links: Links) -> Iterator[str]:
    """The units of the lanes that are in their review: the numbers that the forms ask for, and what comes next."""
    with reading(house.engine) as session:
        lanes = [lane for lane in lanes_of(session, year) if lane.stage == Stage.REVIEW]
        units = [one for lane in lanes for one in units_of(session, year, lane.kind, Stage.REVIEW)]
        plan = effective_plan(session, cycle_of(session, year))
    if units:
        yield f"## 심사하는 단위\n\n| {whole('번호')} | 단위 | 지금 절차 | 양식 |\n|---:|---|---|---|"
    for one in units:
        name = Terms.of(plan, one.kind).council(one.field) if one.field else one.name
        step = label(UNITS[one.kind, Stage.REVIEW], one.state)
        sheet = links.form("0 보기 · 협의회 현황", "협의회 현황", cycle=year, unit=one.number)
        on = links.form("3 심사 · 다음 절차로", "다음 절차로", cycle=year, unit=one.number)
        yield f"| {one.number} | {name} | {step} | {f'{sheet} · ' if one.field else ''}{on} |"


def by_owner(rows: Sequence[Todo]) -> Mapping[str, list[Todo]]:
    """The same rows, each person's together, in the order in which they come."""
    found: dict[str, list[Todo]] = {}
    for row in rows:
        found.setdefault(row.owner, []).append(row)
    return found


def _of(stands: Mapping[str, Any]) -> Iterator[Todo]:
    for part in (*stands["lanes"], {"name": "주기", **stands}):
        for row in part["left"]:
            where = f"{part['name']} {part['label']}"
            yield Todo(stands["cycle"], where, row["owner"], row["text"], row["count"], row["code"])
