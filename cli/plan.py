"""운영계획 명령: check a year's plan, show its calendar, make next year's from it."""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from cli import plan_words
from cli.ics import calendar
from cli.options import JsonOption
from cli.table import columns
from door.holidays import korean_holidays
from door.plan_files import PlanUnreadable, own, text_of
from states import plan_copy
from states.figures import Budget
from states.plan import Plan
from states.plan_notes import Note, notes
from states.plan_reader import PlanFaults, read
from states.refusals import Refusal

app = typer.Typer(
    name="plan", help="한 해의 운영계획을 살피고, 보고, 다음 해 것을 만듭니다.", no_args_is_help=True
)

_Which = Annotated[str, typer.Argument(metavar="연도|파일", help="2027 같은 연도, 또는 계획 파일(.toml)")]
_Row = tuple[str, ...]

_CALENDAR = ("유형", "단계", "여는 때", "닫는 때", "근거", "비고")
_FIGURES = ("어디", "무엇", "값", "근거", "비고")


class FileExists(Refusal):
    code = "plan.file_exists"
    text = "{name} 파일이 이미 있어 덮어쓰지 않았습니다. 다른 이름을 적거나 그 파일을 옮겨 주세요."


class NotAYear(PlanUnreadable):
    code = "plan.not_a_year"
    text = "{word:은/는} 연도가 아닙니다. 2028처럼 숫자 네 자리로 적어 주세요."


class CannotWrite(PlanUnreadable):
    code = "plan.cannot_write"
    text = "{name}에 쓸 수 없습니다({reason}). 폴더의 이름과 권한을 살펴 주세요."


@app.command()
def check(which: _Which, as_json: JsonOption = False) -> None:
    """계획에 잘못된 곳이 있는지 모두 찾아 줄 번호와 고칠 방법을 말합니다."""
    with _answering(as_json):
        plan = read(text_of(which))
        advice = _advice(plan)
        if as_json:
            _say_json({"ok": True, "year": plan.year, "hash": plan.hash, "notes": _note_rows(advice)})
        else:
            typer.echo(f"{plan.cycle.title}: 잘못된 곳이 없습니다. (해시 {plan.hash[:12]})")
            _say_advice(advice)


@app.command()
def show(
    which: _Which,
    as_json: JsonOption = False,
    ics: Annotated[
        Path | None, typer.Option("--ics", help="달력 파일(.ics)로도 씁니다", metavar="파일")
    ] = None,
) -> None:
    """한 해의 일정, 재원과 규칙을 근거와 함께 보여 줍니다."""
    with _answering(as_json):
        plan = read(text_of(which))
        if ics:
            _write_calendar(ics, calendar(plan))
        if as_json:
            _say_json(_as_json(plan))
        else:
            _say_plan(plan)
            if ics:
                typer.echo(f"달력을 '{ics}'에 썼습니다.")


@app.command()
def copy(
    which: _Which,
    new_year: Annotated[str, typer.Argument(metavar="새연도", help="만들 계획의 연도")],
    out: Annotated[
        Path | None, typer.Option("--out", help="쓸 파일. 없으면 plans/새연도.toml", metavar="파일")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """날짜를 요일과 공휴일에 맞추어 옮긴 다음 해 계획을 만듭니다."""
    with _answering(as_json):
        text, to_year = text_of(which), _year(new_year)
        year = read(text).year
        holidays = korean_holidays([*range(year - 1, year + 2), *range(to_year - 1, to_year + 2)])
        copied = plan_copy.copy(text, to_year=to_year, holidays=holidays)
        file = out or own(to_year)
        _write_new(file, copied, make_folder=out is None)
        advice = _advice(read(copied))
        if as_json:
            _say_json({"ok": True, "year": to_year, "file": str(file), "notes": _note_rows(advice)})
        else:
            typer.echo(
                f"{year}년 계획으로 {to_year}년 계획을 만들어 '{file}'에 썼습니다. 날짜를 살펴 확정해 주세요."
            )
            _say_advice(advice)


@contextmanager
def _answering(as_json: bool) -> Iterator[None]:
    """Say a refusal in the words asked for: 1 when the rules say no, 2 when there is nothing to judge."""
    try:
        yield
    except Refusal as refusal:
        if as_json:
            _say_json(
                {"ok": False, "code": refusal.code, "text": str(refusal), "faults": _fault_rows(refusal)}
            )
        else:
            typer.echo(f"{refusal} [{refusal.code}]", err=True)
        raise typer.Exit(2 if isinstance(refusal, PlanUnreadable) else 1) from None


def _year(word: str) -> int:
    if not re.fullmatch(r"[0-9]{4}", word):
        raise NotAYear(word=word)
    return int(word)


def _fault_rows(refusal: Refusal) -> list[dict[str, object]]:
    faults = refusal.faults if isinstance(refusal, PlanFaults) else ()
    return [{"line": f.line, "path": f.path, "problem": f.problem, "remedy": f.remedy} for f in faults]


def _advice(plan: Plan) -> tuple[Note, ...]:
    return notes(plan, korean_holidays(range(plan.year - 1, plan.year + 2)))


def _note_rows(advice: Sequence[Note]) -> list[dict[str, str]]:
    return [{"path": ".".join(note.path), "text": note.text} for note in advice]


def _say_advice(advice: Sequence[Note]) -> None:
    if advice:
        typer.echo("잘못은 아니지만 살펴볼 곳이 있습니다.")
    for note in advice:
        typer.echo(f"  {note}")


def _say_json(answer: object) -> None:
    typer.echo(json.dumps(answer, ensure_ascii=False, indent=2))


def _write_new(file: Path, text: str, *, make_folder: bool) -> None:
    try:
        if make_folder:
            file.parent.mkdir(exist_ok=True)
        with file.open("x", encoding="utf-8", newline="") as new:
            new.write(text)
    except FileExistsError:
        raise FileExists(name=file) from None
    except OSError as error:
        raise CannotWrite(name=file, reason=error.strerror) from None


def _write_calendar(file: Path, content: bytes) -> None:
    """Overwrite an older calendar, and nothing else."""
    try:
        if file.exists() and not file.read_bytes().startswith(b"BEGIN:VCALENDAR"):
            raise FileExists(name=file)
        file.write_bytes(content)
    except OSError as error:
        raise CannotWrite(name=file, reason=error.strerror) from None


def _say_plan(plan: Plan) -> None:
    money, rules = _figure_rows(plan)
    _say_table(f"{plan.cycle.title} - 일정", _CALENDAR, list(_calendar_rows(plan)))
    _say_table("재원", _FIGURES, money)
    _say_table("규칙", _FIGURES, rules)
    _say_table("근거", ("번호", "자료"), list(plan.sources.items()))


def _say_table(title: str, head: _Row, rows: Sequence[_Row]) -> None:
    """A table for eyes on a terminal; tabs for the next program in a pipe."""
    console = Console(highlight=False)
    if not console.is_terminal:
        typer.echo("\n".join([title, *("\t".join(row) for row in (head, *rows)), ""]))
        return
    table = columns(*head, title=title, title_justify="left", header_style="bold")
    for row in rows:
        table.add_row(*map(escape, row))
    console.print(table)


def _calendar_rows(plan: Plan) -> Iterator[_Row]:
    """Each stage, and under it its dated steps."""
    steps = list(plan.milestones())
    for track, stage, _ in plan.windows():
        name = plan.by_track[track].name if track else "전체"
        spans = [(stage.label, plan.span(track, stage))]
        spans += [(f"· {step.name}", step) for t, s, step in steps if (t, s) == (track, stage)]
        for label, span in spans:
            opens, closes = plan_words.opening(span), plan_words.closing(span)
            yield name, label, opens, closes, plan_words.source(span.source), span.note


def _figure_rows(plan: Plan) -> tuple[list[_Row], list[_Row]]:
    money: list[_Row] = []
    rules: list[_Row] = []
    for path, part in plan_words.figures(plan):
        what, value = plan_words.WORDS[path[-1]], plan_words.figure(part)
        row = (plan_words.place(plan, path), what, value, plan_words.source(part.source), part.note)
        (money if isinstance(part, Budget) else rules).append(row)
    return money, rules


def _as_json(plan: Plan) -> dict[str, object]:
    money, rules = _figure_rows(plan)
    windows = [(track, stage, "", plan.span(track, stage)) for track, stage, _ in plan.windows()]
    steps = [(track, stage, step.name, step) for track, stage, step in plan.milestones()]
    return {
        "ok": True,
        "year": plan.year,
        "title": plan.cycle.title,
        "hash": plan.hash,
        "sources": dict(plan.sources),
        "calendar": [
            {
                "track": track,
                "stage": stage,
                "step": step or None,
                "opens": span.window.opens.isoformat(),
                "closes": span.window.closes.isoformat(),
                "source": span.source,
                "note": span.note,
            }
            for track, stage, step, span in (*windows, *steps)
        ],
        "money": [dict(zip(("where", "what", "value", "source", "note"), row, strict=True)) for row in money],
        "rules": [dict(zip(("where", "what", "value", "source", "note"), row, strict=True)) for row in rules],
    }
