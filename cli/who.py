"""본인 확인 how a command learns who acts: a number, and where it is asked for, a one-time code."""

import re
import secrets
import sys
from datetime import datetime

import typer

from door import identity, people
from door.house import House
from door.staff import Staff, korean
from states.refusals import Refusal
from states.role import in_office


class ActNumberOdd(Refusal):
    code = "act.odd_number"
    text = (
        "접수 번호로 쓸 수 없는 글자가 있거나 길이가 맞지 않습니다. 일지에 그대로 남으므로 "
        "영문자와 숫자, / _ . - 만으로 100자까지 적어 주세요."
    )


def proven(
    house: House, cycle: int | None, by: int, code: str | None, *, act: str | None = None, reason: str = ""
) -> Staff:
    """Who acts from this shell, proven, under which number, and why."""
    number = act_number(act)  # before the code is used up
    if code is None and sys.stdin.isatty() and identity.asks(house, cycle):
        code = typer.prompt(f"{by}번의 일회용 코드", hide_input=True)
    return identity.staff(house, cycle, by, code, act=number, reason=reason)


def looking(by: int | None, reason: str = "") -> Staff:
    """Who looks at what would be done: nothing is done, so nobody proves it."""
    return Staff("command/look", "looking" if by is None else in_office(by), reason)


def act_number(act: str | None) -> str:
    """The act's number as it was given, or a new one."""
    number = secrets.token_hex(8) if act is None else act
    if not re.fullmatch(r"[A-Za-z0-9/_.-]{1,100}", number):  # no free text enters the journal
        raise ActNumberOdd()
    return f"command/{number}"


def moment_of(house: House, text: str | None, act: str | None, key: str = "begins") -> datetime:
    """A moment as it was typed; now, when it was not, or what the same number meant by it before."""
    return people.moment_of(house, korean(text) if text else None, act_number(act), key)
