"""승인 명령: what waits for a second person, and approving it."""

import sys
from dataclasses import asdict
from typing import Annotated

import typer

from cli.answer import answering, opened, say_json
from cli.hand import Hand
from cli.options import Code, DryRun, JsonOption, MaybeBy, Number, Yes, argued
from door import approvals
from door.approvals import Waiting
from states.refusals import Refusal
from states.role import people_in
from states.window import say_moment


class ApproverMissing(Refusal):
    code = "approval.who"
    text = "승인하려면 본인의 번호(--by)를 적어 주세요. 기다리는 일만 보려면 번호 없이 `hanmadang approve`라고 하세요."


def approve(
    number: Annotated[int | None, argued("번호", "승인할 일의 번호")] = None,
    by: MaybeBy = None,
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
        if by is None and not dry_run:
            raise ApproverMissing()
        sure = yes or not sys.stdin.isatty()  # the number was asked for by name
        hand = Hand(by, act, code, reason, yes=sure, dry_run=dry_run, as_json=as_json)
        _decide(hand, number, withdraw=withdraw and not dry_run)


def _decide(hand: Hand, number: int, *, withdraw: bool) -> None:
    place = approvals.place_of(hand.house, number)
    if withdraw:
        hand.does(place, lambda house, who: approvals.withdraw(house, number, staff=who))
        hand.says({"withdrawn": number}, f"{number}번 일을 거두었습니다.")
        return
    done = hand.looks_and_does(place, lambda house, who: approvals.approve(house, number, staff=who))
    people = "·".join(f"{one}번" for one in people_in(done.by))
    hand.says(asdict(done), f"{number}번 '{done.title}' 일을 처리했습니다. 함께 한 사람: {people}.")


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
