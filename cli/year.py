"""주기 명령: where a year stands, and moving on what is due."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

import typer
from rich.console import Console

from cli.answer import answering, opened, say_json
from cli.options import CycleOption, JsonOption
from cli.table import columns
from desk import board
from door.house import House
from door.sweep import Step, sweep
from models.cycle import cycle_of, cycles
from models.plan import effective_plan
from models.session import reading
from states.board import Left, kinds_left
from states.stage import CLOSED
from states.window import say_moment


def status(cycle: CycleOption = None, as_json: JsonOption = False) -> None:
    """주기와 유형이 어느 단계에 있고 무엇이 남았는지 보여 줍니다."""
    with answering(as_json):
        pages = _statuses(opened(), cycle)
        if as_json:
            say_json(_foremost(pages))
        elif not pages:
            typer.echo("열린 주기가 없습니다. `hanmadang up`으로 연습 주기를 만들어 둘러볼 수 있습니다.")
        for page in pages if not as_json else ():
            _show(page)


def advance(cycle: CycleOption = None, as_json: JsonOption = False) -> None:
    """때가 된 유형을 다음 단계로 넘깁니다. 화면 서버가 없어도 됩니다."""
    with answering(as_json):
        steps = sweep(opened(), cycle)
        if as_json:
            say_json({"steps": [_told(step) for step in steps]})
            return
        for step in steps:
            typer.echo(str(step))
        if not steps:
            typer.echo("때가 된 일이 없습니다.")


def _foremost(pages: list[dict[str, Any]]) -> dict[str, Any]:
    """The one that a script means: a real cycle before a practice one, a living one before a closed one, the newest."""
    if not pages:
        return {"cycle": None, "stage": None, "lanes": [], "others": []}
    first = max(pages, key=lambda page: (not page["practice"], page["stage"] != CLOSED, page["cycle"]))
    return {**first, "others": [page["cycle"] for page in pages if page is not first]}


def _statuses(house: House, year: int | None) -> list[dict[str, Any]]:
    with reading(house.engine) as session:
        wanted = [cycle_of(session, year)] if year is not None else cycles(session)
        return [
            board.status(session, one, effective_plan(session, one), now=house.now() + one.shift)
            for one in wanted
        ]


def _told(step: Step) -> dict[str, Any]:
    return {**asdict(step), "moved": step.moved, "late": int(step.late.total_seconds()), "text": str(step)}


def _show(page: dict[str, Any]) -> None:
    practice = " (연습)" if page["practice"] else ""
    typer.echo(f"{page['title']}{practice}: {page['label']}")
    table = columns("유형", "단계", "마감", "남은 일")
    for lane in page["lanes"]:
        held = " (보류)" if lane["held"] else ""
        table.add_row(
            lane["name"], lane["label"] + held, _closes(lane["closes"]), "\n".join(_left(lane["left"]))
        )
    Console().print(table)
    if page["left"]:
        typer.echo(f"주기의 남은 일: {', '.join(_left(page['left']))}")


def _closes(text: str | None) -> str:
    return say_moment(datetime.fromisoformat(text)) if text else "-"


def _left(rows: list[dict[str, Any]]) -> list[str]:
    return kinds_left([Left(**row) for row in rows]) or ["없음"]
