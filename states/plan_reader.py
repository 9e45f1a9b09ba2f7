"""운영계획 읽기: a plan's text becomes a Plan, or every fault in it at once, each with its line and its remedy."""

import difflib
import itertools
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from states import plan_council, plan_people, plan_poll
from states.figures import OUR_CHOICE, Cited
from states.korean import with_particle
from states.plan import Path, Plan, PollVote
from states.refusals import Refusal
from states.stage import CYCLE_STAGES, LANE_STAGES, Stage

_HEADER = re.compile(r"^\s*\[(\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*([A-Za-z0-9_\-\"'.]+)\s*=")
_ITEM = re.compile(r"^\s*\{")
_TOML_LINE = re.compile(r"\(at line (\d+), column \d+\)")

_DATE = "2027-02-11처럼 날짜로 적어 주세요"
_MOMENT = "2027-08-31T16:00:00처럼 날짜와 시각으로 적어 주세요"
_REMEDIES = {
    "missing": "이 항목을 적어 주세요",
    "extra_forbidden": "이 항목을 지우거나 이름을 고쳐 주세요{like}",
    "int_type": "따옴표와 소수점 없이 정수로 적어 주세요",
    "bool_type": "true 또는 false로 적어 주세요",
    "string_type": "따옴표 안에 글로 적어 주세요",
    "tuple_type": '["첫째", "둘째"]처럼 대괄호 안에 적어 주세요',
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": "시각까지 적으려면 opens·closes를 쓰세요",
    "datetime_type": _MOMENT,
    "datetime_parsing": _MOMENT,
    "datetime_from_date_parsing": _MOMENT,
    "greater_than_equal": "{ge} 이상으로 적어 주세요",
    "less_than_equal": "{le} 이하로 적어 주세요",
    "enum": "{expected} 가운데 하나로 고쳐 주세요",
    "literal_error": "{expected}로 적어 주세요",
}
_FAULTS = {
    "missing": "항목이 없습니다",
    "extra_forbidden": "모르는 항목입니다",
    "int_type": "정수가 아닙니다",
    "bool_type": "참·거짓 값이 아닙니다",
    "string_type": "글이 아닙니다",
    "tuple_type": "목록이 아닙니다",
    "date_type": "날짜가 아닙니다",
    "date_parsing": "날짜가 아닙니다",
    "date_from_datetime_parsing": "날짜가 아닙니다",
    "date_from_datetime_inexact": "날짜가 아니라 시각입니다",
    "datetime_type": "시각이 아닙니다",
    "datetime_parsing": "시각이 아닙니다",
    "datetime_from_date_parsing": "시각이 아닙니다",
    "greater_than_equal": "너무 작습니다",
    "less_than_equal": "너무 큽니다",
    "enum": "모르는 말입니다",
    "literal_error": "모르는 말입니다",
}
#: what officers' keyboards put into a plan, and what to put instead
_SLIPS = (
    (re.compile(r"[“”‘’]"), '둥근 따옴표(“ ”)를 곧은 따옴표(")로 바꿔 주세요'),
    (re.compile(r"\d,\d{3}\b"), "숫자의 쉼표를 빼거나 밑줄로 바꿔 주세요(30_000_000)"),
    (re.compile(r"\b\d{4}-(\d-|\d\d-\d\b)"), "달과 날을 두 자리로 적어 주세요(2027-02-01)"),
    (re.compile(r"=\s*(yes|no|True|False|예|아니요)\b"), "true 또는 false로 적어 주세요"),
)
_LOOK = "이 줄의 따옴표·괄호와 이름의 겹침을 살펴 주세요"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a plan: where, what, and how to put it right."""

    line: int
    path: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.line}행 {self.path}: {self.problem}. {self.remedy}."


class PlanFaults(Refusal):
    code = "plan.faults"
    text = "운영계획에 고칠 곳이 {count}군데 있습니다. 아래 줄을 고쳐 다시 읽어 주세요.\n{listing}"

    def __init__(self, **facts: object) -> None:
        faults = facts["faults"]
        self.faults: tuple[Fault, ...] = tuple(faults) if isinstance(faults, list | tuple) else ()
        listing = "\n".join(f"  {fault}" for fault in self.faults)
        super().__init__(**{"count": len(self.faults), "listing": listing, **facts})


def read(text: str) -> Plan:
    """Read a plan, or refuse it with every fault that it has."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PlanFaults(faults=[_syntax(error, text.splitlines())]) from None
    return check(document, lines_of(text))


def check(document: Mapping[str, object], lines: Mapping[Path, int], *, amended: bool = False) -> Plan:
    """Check a plan already taken apart; `lines` says where each key stands.

    An announced plan keeps to its year; an amended one may have to run over it, or a late year could never end.
    """
    try:
        plan = Plan.model_validate(document)
    except ValidationError as error:
        raise _faults(_explain(detail, lines) for detail in error.errors()) from None
    if findings := list(_between(plan, amended=amended)):
        raise _faults(_at(lines, *finding) for finding in findings)
    return plan


def _faults(found: Iterable[Fault]) -> PlanFaults:
    return PlanFaults(faults=sorted(set(found), key=lambda fault: (fault.line, fault.path, fault.problem)))


def lines_of(text: str) -> dict[Path, int]:
    """Find the line on which each table, each key and each item of a list stands."""
    found: dict[Path, int] = {}
    table: Path = ()
    items: Path = ()  # the list that is being read, one item on a line
    counts: dict[Path, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            table, items = split_path(header[2]), ()
            if header[1]:
                table = _next(table, counts)
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            items = (*table, *split_path(key[1]))
            found.setdefault(items, number)
        elif items and _ITEM.match(line):
            found.setdefault(_next(items, counts), number)
    return found


def _next(path: Path, counts: dict[Path, int]) -> Path:
    counts[path] = counts.get(path, -1) + 1
    return (*path, str(counts[path]))


def split_path(dotted: str) -> Path:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))


def _line(lines: Mapping[Path, int], path: Path) -> int:
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def _at(lines: Mapping[Path, int], path: Path, problem: str, remedy: str) -> Fault:
    return Fault(_line(lines, path), ".".join(path), problem, remedy)


def _syntax(error: tomllib.TOMLDecodeError, lines: Sequence[str]) -> Fault:
    at = _TOML_LINE.search(str(error))
    number = int(at[1]) if at else max(len(lines), 1)
    line = "".join(lines[number - 1 : number])
    remedy = next((remedy for slip, remedy in _SLIPS if slip.search(line)), _LOOK)
    reason = _TOML_LINE.sub("", str(error)).strip()
    return Fault(number, "TOML", f"글의 짜임이 틀렸습니다({reason})", remedy)


def _explain(detail: ErrorDetails, lines: Mapping[Path, int]) -> Fault:
    kind, path = detail["type"], tuple(str(part) for part in detail["loc"])
    if kind == "value_error":
        return _at(lines, path, str(detail["ctx"]["error"]), "이 줄을 고쳐 주세요")
    problem = _FAULTS.get(kind, f"값이 맞지 않습니다({detail['msg']})")
    facts = {name: str(fact).replace(" or ", ", ") for name, fact in detail.get("ctx", {}).items()}
    remedy = _REMEDIES.get(kind, "값을 고쳐 주세요").format(**{**facts, "like": _like(path)})
    return _at(lines, path, problem, remedy)


def _like(path: Path) -> str:
    close = difflib.get_close_matches(path[-1], _names(Plan), n=1)
    return f" (혹시 {close[0]}?)" if close else ""


def _names(model: type[BaseModel], seen: frozenset[type] = frozenset()) -> set[str]:
    names: set[str] = set(model.model_fields)
    for field in model.model_fields.values():
        for part in _models(field.annotation):
            if part not in seen:
                names |= _names(part, seen | {part})
    return names


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from _models(argument)


_Finding = tuple[Path, str, str]


def _between(plan: Plan, *, amended: bool) -> Iterator[_Finding]:
    """What is wrong between parts that are each right by themselves."""
    yield from _unknown_sources(plan, (), plan)
    yield from _leading(plan)
    yield from _polls(plan)
    yield from plan_council.findings(plan)
    yield from plan_poll.findings(plan)
    yield from plan_people.findings(plan)
    if not any(True for _ in _polls(plan)):
        yield from _order(plan)
        if not amended:
            yield from _year(plan)


def _unknown_sources(plan: Plan, path: Path, part: object) -> Iterator[_Finding]:
    if isinstance(part, Cited) and part.source != OUR_CHOICE and part.source not in plan.sources:
        yield (
            path,
            f"[sources]에 {with_particle(repr(part.source), '이/가')} 없습니다",
            f"자료를 [sources]에 적거나 '{OUR_CHOICE}'라고 적어 주세요",
        )
    if isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _unknown_sources(plan, (*path, name), getattr(part, name))
    elif isinstance(part, Mapping):
        for name, value in part.items():
            yield from _unknown_sources(plan, (*path, str(name)), value)
    elif isinstance(part, tuple):
        for index, value in enumerate(part):
            yield from _unknown_sources(plan, (*path, str(index)), value)


def _leading(plan: Plan) -> Iterator[_Finding]:
    path = ("cycle", "leading")
    if plan.leading not in plan.by_track:
        yield (
            path,
            f"이끄는 유형 {plan.leading.label}의 계획이 [tracks]에 없습니다",
            "있는 유형을 적어 주세요",
        )
    elif plan.stages(plan.leading) != LANE_STAGES:
        yield (
            path,
            f"{plan.leading.label}에는 없는 단계가 있어 주기를 이끌 수 없습니다",
            "다섯 단계를 다 거치는 유형을 적어 주세요",
        )


def _polls(plan: Plan) -> Iterator[_Finding]:
    """Each lane that votes is on its poll's list, and nobody else is."""
    for track, part in plan.by_track.items():
        vote = getattr(part, "vote", None)
        if isinstance(vote, PollVote) and track not in getattr(plan.polls.get(vote.poll), "tracks", ()):
            remedy = f"[polls.{vote.poll}]의 tracks에 '{track}'도 적어 주세요"
            yield ("tracks", track, "vote", "poll"), f"투표 '{vote.poll}'에 이 유형이 없습니다", remedy
    for name, poll in plan.polls.items():
        for track in poll.tracks:
            if getattr(getattr(plan.by_track.get(track), "vote", None), "poll", None) != name:
                problem = f"{with_particle(track.label, '은/는')} 이 투표에 오르지 않습니다"
                yield ("polls", name, "tracks"), problem, "tracks에서 빼 주세요"


def _order(plan: Plan) -> Iterator[_Finding]:
    """A lane's stages follow one another; the assembly ends after every lane; the cycle's stages follow the assembly."""
    for track in plan.by_track:
        for earlier, later in zip(plan.stages(track), plan.stages(track)[1:], strict=False):
            if plan.window(track, later).opens < plan.window(track, earlier).closes:
                path = plan.window_path(track, later)
                yield (
                    path,
                    _too_early(later, earlier),
                    "날짜의 앞뒤를 맞춰 주세요",
                )
        last = plan.stages(track)[-1]
        if track.proposes and plan.window(track, last).closes > plan.assembly.window.window.closes:
            yield (
                plan.window_path(track, last),
                f"{with_particle(last.label, '이/가')} 총회 뒤에 끝납니다",
                "총회가 끝나기 전에 끝내 주세요",
            )
    for before, after in itertools.pairwise(CYCLE_STAGES):
        if plan.window(None, after).opens < plan.window(None, before).closes:
            path = plan.window_path(None, after)
            yield (
                path,
                _too_early(after, before),
                "날짜의 앞뒤를 맞춰 주세요",
            )


def _too_early(later: Stage, earlier: Stage) -> str:
    return (
        f"{with_particle(later.label, '이/가')} {with_particle(earlier.label, '이/가')} 끝나기 전에 열립니다"
    )


def _year(plan: Plan) -> Iterator[_Finding]:
    for track, stage, window in plan.windows():
        if not plan.year - 1 <= window.opens.year <= window.closes.year <= plan.year + 1:
            path = plan.window_path(track, stage)
            yield path, f"{plan.year}년 주기의 기간이 아닙니다", "연도를 살펴 주세요"
