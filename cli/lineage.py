"""금액의 내력 명령: how one project came to what it costs, from its proposal to its agreement."""

import re
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.console import Console

from cli.answer import answering, opened, say_json
from cli.options import JsonOption, year_option
from cli.plan_words import won
from cli.table import columns
from desk.lineage import lineage_of
from door.house import House
from models.project import Project, project_of
from models.session import reading
from models.written import read_back
from states.chart import event_label, label
from states.lineage import STEPS, Lineage
from states.project import Project as Machine
from states.refusals import Refusal
from states.window import iso, say_moment

_NAME = re.compile(r"(?P<year>\d{4})-(?P<number>\d{1,9})")
_ENTERED = "접수"


class ProjectNameOdd(Refusal):
    code = "project.odd_name"
    text = "'{given}'에서 사업 번호를 읽을 수 없습니다. 2019-0007처럼 적거나, 번호 7과 --cycle 2019를 함께 적어 주세요."


class ProjectYearTwice(Refusal):
    code = "project.two_years"
    text = "'{given}'의 연도와 --cycle {cycle:이/가} 다릅니다. 하나만 적어 주세요."


def lineage(
    project: Annotated[str, typer.Argument(metavar="사업", help="사업 번호, 예: 2019-0007")],
    cycle: Annotated[int | None, year_option("예산 주기의 연도. 번호만 적을 때")] = None,
    as_json: JsonOption = False,
) -> None:
    """사업의 금액이 제안에서 협약까지 어떻게 달라졌는지, 누가 언제 왜 바꾸었는지 보여 줍니다."""
    with answering(as_json):
        year, number = _named(project, cycle)
        house = opened()
        page = _page(house, year, number)
        if as_json:
            say_json(page)
        else:
            _show(page)


def _named(text: str, cycle: int | None) -> tuple[int, int]:
    """Read 2019-0007, or a bare number with the year beside it."""
    named = _NAME.fullmatch(text.strip())
    if named is None:
        if cycle is None or not re.fullmatch(r"\d{1,9}", text.strip()):
            raise ProjectNameOdd(given=text)
        return cycle, int(text)
    year, number = int(named["year"]), int(named["number"])
    if cycle not in (None, year):
        raise ProjectYearTwice(given=text, cycle=cycle)
    return year, number


def _page(house: House, year: int, number: int) -> dict[str, Any]:
    """Everything in one reading, with the reasons that were not erased."""
    with reading(house.engine) as session:
        project = project_of(session, year, number)
        told = lineage_of(session, project)
        reasons = {
            change.seq: read_back(session, change.reason, ring=house.ring) if change.reason else None
            for change in told.changes
        }
        return _written(project, told, reasons)


def _written(project: Project, told: Lineage, reasons: dict[int, str | None]) -> dict[str, Any]:
    return {
        "cycle": project.cycle,
        "project": project.number,
        "status": project.status,
        "steps": [{"step": step, "won": told.steps[step]} for step in STEPS if step in told.steps],
        "changes": [
            {**asdict(change), "at": iso(change.at), "reason": reasons[change.seq]} for change in told.changes
        ],
        "history": [
            {
                "seq": one.seq,
                "at": iso(one.at),
                "event": one.event,
                "from": one.source,
                "to": one.target,
                "by": one.by,
            }
            for one in told.history
        ],
    }


def _show(page: dict[str, Any]) -> None:
    typer.echo(f"{page['cycle']}년 {page['project']}번 사업: {label(Machine, page['status'])}")
    steps = columns("단계", "금액")
    for row in page["steps"]:
        steps.add_row(STEPS[row["step"]], won(row["won"]))
    changes = columns("때", "단계", "전", "후", "누가", "까닭")
    for row in page["changes"]:
        amounts = (won(row["was"]), won(row["won"]))
        changes.add_row(_when(row), STEPS[row["step"]], *amounts, row["by"], row["reason"] or "-")
    history = columns("때", "일", "상태", "누가")
    for row in page["history"]:
        history.add_row(_when(row), _event(row), label(Machine, row["to"]), row["by"])
    for table, rows in ((steps, True), (changes, page["changes"]), (history, True)):
        if rows:
            Console().print(table)


def _when(row: dict[str, Any]) -> str:
    return say_moment(datetime.fromisoformat(row["at"]))


def _event(row: dict[str, Any]) -> str:
    return event_label(Machine, row["event"]) if row["from"] else _ENTERED
