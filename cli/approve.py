"""승인 명령: what waits for a second person, and approving it."""

import sys
from dataclasses import asdict
from typing import Annotated

import typer

from cli.answer import JsonOption, answering, opened, say, say_json
from cli.seeing import DryRun, Yes, seen
from cli.who import Code, Number, looking, proven
from door import approvals
from door.approvals import Waiting
from door.house import House
from states.refusals import Refusal
from states.role import people_in
from states.window import say_moment


class ApproverMissing(Refusal):
    code = "approval.who"
    text = "승인하려면 본인의 번호(--by)를 적어 주세요. 기다리는 일만 보려면 번호 없이 `hanmadang approve`라고 하세요."


def approve(
    number: Annotated[
        int | None, typer.Argument(metavar="번호", help="승인할 일의 번호", min=1, max=999_999_999)
    ] = None,
    by: Annotated[int | None, typer.Option("--by", help="본인의 번호", min=1, max=999_999_999)] = None,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="승인하지 않고 거두거나 돌려보냅니다")] = False,
    reason: Annotated[str, typer.Option("--reason", help="거두는 까닭. 개인정보는 적지 마세요")] = "",
    act: Number = None,
    code: Code = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    as_json: JsonOption = False,
) -> None:
    """두 사람이 하는 일 가운데 승인을 기다리는 것을 보거나, 번호를 적어 승인합니다."""
    with answering(as_json):
        if number is None:
            _list(by, as_json)
            return
        house = opened()
        if dry_run:
            seen(house, lambda trial: _try(trial, number), yes=False, dry_run=True, as_json=as_json)
            return
        if by is None:
            raise ApproverMissing()
        place = approvals.place_of(house, number)
        sure = yes or withdraw or not sys.stdin.isatty()  # the number was asked for by name
        here = seen(house, lambda trial: _try(trial, number), yes=sure, dry_run=False)
        who = proven(house, place, by, code, act=act, reason=reason)
        if withdraw:
            approvals.withdraw(house, number, staff=who)
            say(as_json, {"withdrawn": number}, f"{number}번 일을 거두었습니다.")
            return
        done = approvals.approve(here, number, staff=who)
        people = "·".join(f"{one}번" for one in people_in(done.by))
        say(as_json, asdict(done), f"{number}번 '{done.title}' 일을 처리했습니다. 함께 한 사람: {people}.")


def _try(house: House, number: int) -> object:
    return approvals.approve(house, number, staff=looking(1))


def _list(person: int | None, as_json: bool) -> None:
    found = approvals.waiting(opened(), person=person)
    if as_json:
        say_json({"waiting": [asdict(one) for one in found]})
    elif not found:
        typer.echo("승인을 기다리는 일이 없습니다.")
    for one in found if not as_json else ():
        typer.echo(_line(one))


def _line(one: Waiting) -> str:
    place = f"{one.place}년 " if one.place.isdigit() else ""
    until = "기한이 지남" if one.expired else f"{say_moment(one.until)}까지"
    why = f" 까닭: {one.reason}" if one.reason else ""
    return f"{one.number}번 {place}{one.title} · {one.actor}번이 올림 · {until}.{why}"
