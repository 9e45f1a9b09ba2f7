"""임명 명령: roles given, moved and ended; who stands in for whom."""

from typing import Annotated

import typer

from cli.answer import JsonOption, answering, opened, say
from cli.who import By, Code, From, Number, Person, Until, Why, moment_of, proven
from door import people
from door.house import House
from door.staff import korean
from states.office import Grant
from states.role import Role
from states.window import say_moment

Given = Annotated[
    int, typer.Argument(metavar="임명", help="임명의 번호(`people show`에 나옵니다)", min=1, max=999_999_999)
]
RoleOption = Annotated[Role, typer.Option("--role", help="역할")]
Bureau = Annotated[str | None, typer.Option("--bureau", help="부서 담당이면 부서의 코드")]
District = Annotated[
    int | None, typer.Option("--district", help="자치구 담당이면 자치구의 번호(1~25)", max=999_999_999)
]
Practice = Annotated[bool, typer.Option("--practice", help="연습 주기에서만 쓰는 역할")]


def appoint(
    person: Person,
    role: RoleOption,
    by: By,
    bureau: Bureau = None,
    district: District = None,
    begins: From = None,
    ends: Until = None,
    practice: Practice = False,
    act: Number = None,
    code: Code = None,
    as_json: JsonOption = False,
) -> None:
    """역할을 맡깁니다. 승인할 사람이 따로 있으면 그 사람이 승인해야 맡게 됩니다."""
    with answering(as_json):
        house = opened()
        grant = _grant(house, person, role, begins, ends, bureau, district, practice, act)
        number = people.appoint(house, grant, staff=proven(house, None, by, code, act=act))
        say(as_json, {"office": number}, f"{person}번이 {role.label} 역할을 맡았습니다({number}번 임명).")


def rotate(
    given: Given,
    role: RoleOption,
    by: By,
    person: Annotated[
        int | None,
        typer.Option("--person", help="새로 맡을 사람. 적지 않으면 같은 사람", min=1, max=999_999_999),
    ] = None,
    bureau: Bureau = None,
    district: District = None,
    begins: From = None,
    act: Number = None,
    code: Code = None,
    as_json: JsonOption = False,
) -> None:
    """인사이동: 한 역할을 끝내고 같은 때에 다른 역할을 시작합니다."""
    with answering(as_json):
        house = opened()
        who = person or people.holder(house, given)
        grant = _grant(house, who, role, begins, None, bureau, district, False, act)
        number = people.rotate(house, given, grant, staff=proven(house, None, by, code, act=act))
        say(as_json, {"office": number}, f"{given}번 임명을 끝내고 {who}번이 {role.label} 역할을 맡았습니다.")


def dismiss(
    given: Given,
    reason: Why,
    by: By,
    at: Annotated[str | None, typer.Option("--at", help="언제(한국 시각). 적지 않으면 지금")] = None,
    act: Number = None,
    code: Code = None,
    as_json: JsonOption = False,
) -> None:
    """역할을 끝냅니다."""
    with answering(as_json):
        house = opened()
        moment = korean(at) if at else None
        who = proven(house, None, by, code, act=act, reason=reason)
        person = people.dismiss(house, given, at=moment, staff=who)
        say(as_json, {"person": person}, f"{person}번의 {given}번 임명을 끝냈습니다.")


def absent(
    person: Person,
    deputy: Annotated[int, typer.Option("--deputy", help="대리할 사람의 번호", min=1, max=999_999_999)],
    ends: Annotated[str, typer.Option("--until", help="언제까지(한국 시각)")],
    by: By,
    begins: From = None,
    act: Number = None,
    code: Code = None,
    as_json: JsonOption = False,
) -> None:
    """부재를 적고 대리를 세웁니다. 그동안 대리가 그 사람의 역할로 일합니다."""
    with answering(as_json):
        house = opened()
        since, until = moment_of(house, begins, act), korean(ends)
        who = proven(house, None, by, code, act=act)
        number = people.be_absent(house, person, deputy, since, until, staff=who)
        say(as_json, {"absence": number}, f"{say_moment(until)}까지 {deputy}번이 {person}번을 대리합니다.")


def back(
    absence: Annotated[int, typer.Argument(metavar="부재", help="부재의 번호", min=1, max=999_999_999)],
    by: By,
    act: Number = None,
    code: Code = None,
    as_json: JsonOption = False,
) -> None:
    """부재를 지금 끝냅니다."""
    with answering(as_json):
        house = opened()
        person = people.come_back(house, absence, staff=proven(house, None, by, code, act=act))
        say(as_json, {"person": person}, f"{person}번이 돌아왔습니다.")


def _grant(
    house: House,
    person: int,
    role: Role,
    begins: str | None,
    ends: str | None,
    bureau: str | None,
    district: int | None,
    practice: bool,
    act: str | None,
) -> Grant:
    until = korean(ends) if ends else None
    return Grant(person, role, moment_of(house, begins, act), until, bureau, district, practice)
