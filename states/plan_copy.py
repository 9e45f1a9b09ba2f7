"""운영계획 복사: next year's plan made from a year's, its dates moved by weekday and by Korean holidays."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from states.figures import OUR_CHOICE
from states.plan import Path, Plan
from states.plan_reader import read, split_path
from states.refusals import Refusal
from states.stage import CYCLE_STAGES

Holidays = Mapping[date, str]
_Edit = tuple[int, int, str]  # where the old text begins and ends, and the new text

_LAST_YEAR = 2100
_STARTS, _ENDS = ("first", "opens"), ("last", "closes")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_TOKEN = re.compile(
    r'(?P<text>"""[\s\S]*?"""|\'\'\'[\s\S]*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\')'
    r"|(?P<comment>#[^\n]*)"
    r"|(?P<header>^[ \t]*\[\[?[^\]\n]+\]\]?)"
    r"|(?P<open>\{)|(?P<close>\})|(?P<list>\[)"
    r"|(?P<key>[A-Za-z_][\w.-]*)(?=[ \t]*=)"
    r"|(?P<day>\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d[\d:.]*(?:Z|[+-]\d\d:\d\d)?)?)"
    r"|(?P<number>\d[\d_]*)",
    re.MULTILINE,
)


class CopyYear(Refusal):
    code = "plan.copy_year"
    text = "{year}년 계획으로 {to_year}년 계획을 만들 수 없습니다. {next_year}년부터 2100년까지의 연도를 적어 주세요."


@dataclass(frozen=True, slots=True)
class _Value:
    """A plain value as it stands in the text."""

    at: int
    text: str
    beside: str  #: what goes before a key that is put beside this one: ", " or "\nwindow."

    def replaced(self, new: str) -> _Edit:
        return self.at, self.at + len(self.text), new


@dataclass(slots=True)
class _Day:
    """A date as it stands in the text, and where it goes."""

    at: int
    old: date
    new: date

    @property
    def edit(self) -> _Edit:
        return self.at, self.at + len("2027-02-11"), self.new.isoformat()


@dataclass(slots=True)
class _Place:
    """Where the reader stands: in which table, at which key, at which item of a list."""

    table: Path
    beside: str
    key: Path = ()
    item: int | None = None

    @property
    def inner(self) -> Path:
        return self.key if self.item is None else (*self.key, str(self.item))


def copy(text: str, *, to_year: int, holidays: Holidays) -> str:
    """Make the plan of `to_year`: same weekdays, holidays passed over, comments kept, moved dates ours to answer for."""
    plan = read(text)
    if not plan.year < to_year <= _LAST_YEAR:
        raise CopyYear(year=plan.year, to_year=to_year, next_year=plan.year + 1)

    values = dict(_values(text))
    days = dict(_days(values, _shift(plan.year, to_year), holidays))
    _keep_order(plan, days, holidays)
    edits = [day.edit for day in days.values()]
    copied = _edited(text, [*edits, *_new_sources(plan, days, values), *_new_head(plan, to_year, values)])
    copied = f"# {plan.year}년 계획의 날짜를 옮겨 만든 {to_year}년 계획입니다. 날짜를 살펴 확정해 주세요.\n{copied}"
    read(copied)
    return copied


def _days(values: Mapping[Path, _Value], shift: timedelta, holidays: Holidays) -> Iterator[tuple[Path, _Day]]:
    for path, value in values.items():
        if path[-1] in (*_STARTS, *_ENDS) and (found := _DAY.search(value.text)):
            old = date.fromisoformat(found[0])
            yield path, _Day(value.at + found.start(), old, _moved(old, shift, holidays))


def _shift(year: int, to_year: int) -> timedelta:
    """Whole weeks, as many as bring the middle of the year nearest to itself."""
    return timedelta(weeks=round((date(to_year, 7, 1) - date(year, 7, 1)).days / 7))


def _works(day: date, holidays: Holidays) -> bool:
    return day.weekday() < 5 and day not in holidays


def _next_working(day: date, holidays: Holidays) -> date:
    while not _works(day, holidays):
        day += timedelta(days=1)
    return day


def _last_working(day: date, holidays: Holidays) -> date:
    while not _works(day, holidays):
        day -= timedelta(days=1)
    return day


def _moved(old: date, shift: timedelta, holidays: Holidays) -> date:
    """A working day stays one; a weekend day was meant, and stays too."""
    return _next_working(old + shift, holidays) if _works(old, holidays) else old + shift


def _keep_order(plan: Plan, days: Mapping[Path, _Day], holidays: Holidays) -> None:
    """Where passing over a holiday made two stages meet, push the later one on; no lane may outlast the assembly."""
    for path in {path[:-1] for path in days}:
        _straighten(path, days)
    for earlier, later in _neighbours(plan):
        before, after = _end(earlier, days), _start(later, days)
        if after.new <= before.new and after.old > before.old:
            after.new = _next_working(before.new + timedelta(days=1), holidays)
            _straighten(later, days)
    assembly = _end(("assembly", "window"), days)
    for track in plan.by_track:
        last = _end(plan.window_path(track, plan.stages(track)[-1]), days)
        if track.proposes and last.new > assembly.new:
            last.new = _last_working(assembly.new, holidays)
    for step in {path[:-1] for path in days if path[-3] == "milestones"}:
        _keep_inside(step, (*step[:-2], "window"), days)


def _keep_inside(step: Path, stage: Path, days: Mapping[Path, _Day]) -> None:
    """A dated step goes with its stage; one of a lane's vote has no window of its own to keep to."""
    if not any(path[:-1] == stage for path in days):
        return
    start, end, opens, closes = _start(step, days), _end(step, days), _start(stage, days), _end(stage, days)
    if opens.old <= start.old:
        start.new = max(start.new, opens.new)
    if end.old <= closes.old:
        end.new = min(end.new, closes.new)
    _straighten(step, days)


def _neighbours(plan: Plan) -> Iterator[tuple[Path, Path]]:
    for track in (*plan.by_track, None):
        for earlier, later in pairwise(plan.stages(track) if track else CYCLE_STAGES):
            yield plan.window_path(track, earlier), plan.window_path(track, later)


def _straighten(path: Path, days: Mapping[Path, _Day]) -> None:
    """A span that a holiday turned round ends on the day on which it begins."""
    start, end = _start(path, days), _end(path, days)
    end.new = max(end.new, start.new)


def _start(path: Path, days: Mapping[Path, _Day]) -> _Day:
    return next(day for name in _STARTS if (day := days.get((*path, name))))


def _end(path: Path, days: Mapping[Path, _Day]) -> _Day:
    return next(day for name in _ENDS if (day := days.get((*path, name))))


def _values(text: str) -> Iterator[tuple[Path, _Value]]:
    """Every plain value of the text by its path."""
    places = [_Place((), "\n")]
    counts: dict[Path, int] = {}
    for token in _TOKEN.finditer(text):
        kind, word, here = token.lastgroup, token[0], places[-1]
        match kind:
            case "header":
                places = [_Place(_table(word.strip(), counts), "\n")]
            case "key":
                here.key, here.item = (*here.table, *split_path(word)), None
                here.beside = (", " if here.beside.startswith(",") else "\n") + word[: word.rfind(".") + 1]
            case "list":
                here.item = -1
            case "open":
                here.item = None if here.item is None else here.item + 1
                places.append(_Place(here.inner, ","))
            case "close":
                places.pop()
            case "text" | "day" | "number" if here.item is None and here.key:
                yield here.key, _Value(token.start(), word, here.beside)


def _table(header: str, counts: dict[Path, int]) -> Path:
    path = split_path(header.strip("[]"))
    if not header.startswith("[["):
        return path
    counts[path] = counts.get(path, -1) + 1
    return (*path, str(counts[path]))


def _new_sources(plan: Plan, days: Mapping[Path, _Day], values: Mapping[Path, _Value]) -> Iterator[_Edit]:
    """No paper gives a moved date: the note says whose plan it was."""
    note = f'"{plan.year}년 계획의 날짜를 옮김"'
    for path in {path[:-1] for path in days}:
        source, old = values[*path, "source"], values.get((*path, "note"))
        if old:
            yield old.replaced(note)
        yield source.replaced(f'"{OUR_CHOICE}"' + ("" if old else f"{source.beside}note = {note}"))


def _new_head(plan: Plan, to_year: int, values: Mapping[Path, _Value]) -> Iterator[_Edit]:
    title, later = values["cycle", "title"], to_year - plan.year
    yield values["cycle", "year"].replaced(str(to_year))
    yield title.replaced(
        re.sub(f"{plan.year}|{plan.year + 1}", lambda year: str(int(year[0]) + later), title.text)
    )


def _edited(text: str, edits: list[_Edit]) -> str:
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text
