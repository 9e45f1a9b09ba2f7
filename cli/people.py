"""사람들 명령: who is who, in which role, for how long, and with which telephone."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from cli.answer import JsonOption, answering, opened, say_json
from cli.who import By, Code, Number, Why, act_number, proven
from door import enrolment, people
from door.enrolment import Offer
from door.house import House
from door.people import Card
from door.staff import korean
from states.committee import Body, Ground, Term
from states.contact import Channel
from states.office import Grant
from states.refusals import Refusal
from states.role import Role
from states.window import say_moment

app = typer.Typer(help="사람과 역할: 등록, 임명, 부재와 대리, 인사이동, 일회용 코드.", no_args_is_help=True)

Person = Annotated[int, typer.Argument(metavar="번호", help="사람의 번호", min=1)]
Given = Annotated[int, typer.Argument(metavar="임명", help="임명의 번호(`people show`에 나옵니다)", min=1)]
RoleOption = Annotated[Role, typer.Option("--role", help="역할")]
Bureau = Annotated[str | None, typer.Option("--bureau", help="부서 담당이면 부서의 코드")]
District = Annotated[int | None, typer.Option("--district", help="자치구 담당이면 자치구의 번호(1~25)")]
From = Annotated[str | None, typer.Option("--from", help="언제부터(한국 시각). 적지 않으면 지금부터")]
Until = Annotated[
    str | None, typer.Option("--until", help="언제까지(한국 시각). 적지 않으면 끝을 정하지 않음")
]
Practice = Annotated[bool, typer.Option("--practice", help="연습 주기에서만 쓰는 역할")]
Phone = Annotated[str | None, typer.Option("--phone", help="휴대전화. 암호로 잠가 둡니다")]
Mail = Annotated[str | None, typer.Option("--mail", help="전자우편. 암호로 잠가 둡니다")]


class ReasonForUnmasking(Refusal):
    code = "person.unmask_reason"
    text = "가리지 않고 보려면 까닭(--reason)과 본인의 번호(--by)를 적어 주세요. 누가 왜 보았는지 일지에 남습니다."


@app.command("list")
def list_(as_json: JsonOption = False) -> None:
    """등록된 사람과 지금 맡은 역할을 보여 줍니다. 이름과 연락처는 가립니다."""
    with answering(as_json):
        found = people.cards(opened())
        if as_json:
            say_json({"people": [asdict(card) for card in found]})
            return
        table = Table("번호", "이름", "역할", "일회용 코드")
        for card in found:
            table.add_row(str(card.person), card.name, card.roles, "있음" if card.has_codes else "없음")
        Console().print(table)


@app.command()
def first(
    name: Annotated[str, typer.Option("--name", help="이름. 암호로 잠가 둡니다", prompt="이름")],
    phone: Phone = None,
    mail: Mail = None,
    as_json: JsonOption = False,
) -> None:
    """첫 관리자를 등록합니다. 관리자가 아직 없을 때만 됩니다. 이때부터 누가 하는 일인지 증명해야 합니다."""
    with answering(as_json):
        house = opened()
        offered = enrolment.offer(house)
        code = _first_code(offered)
        number = enrolment.found_first(
            house, name, _contacts(phone, mail), offered, code, act=act_number(None)
        )
        _say(as_json, {"person": number}, f"첫 관리자로 등록했습니다. 번호는 {number}번입니다. 잊지 마세요.")


@app.command()
def practise(as_json: JsonOption = False) -> None:
    """연습 주기에서 일하고 승인해 볼 두 사람을 만듭니다. 실제 주기에서는 아무 힘이 없습니다."""
    with answering(as_json):
        staff, approver = people.practise(opened())
        told = {"staff": staff, "approver": approver}
        _say(as_json, told, f"연습 담당자는 {staff}번, 연습 승인자는 {approver}번입니다.")


@app.command()
def add(
    name: Annotated[str, typer.Option("--name", help="이름. 암호로 잠가 둡니다", prompt="이름")],
    by: By,
    phone: Phone = None,
    mail: Mail = None,
    act: Number = None,
    code: Code = None,
    as_json: JsonOption = False,
) -> None:
    """사람을 등록하고 번호를 줍니다."""
    with answering(as_json):
        house = opened()
        number = people.add(house, name, _contacts(phone, mail), staff=proven(house, None, by, code, act=act))
        _say(as_json, {"person": number}, f"{number}번으로 등록했습니다.")


@app.command()
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
        grant = _grant(house, person, role, begins, ends, bureau, district, practice)
        number = people.appoint(house, grant, staff=proven(house, None, by, code, act=act))
        _say(as_json, {"office": number}, f"{person}번이 {role.label} 역할을 맡았습니다({number}번 임명).")


@app.command()
def rotate(
    given: Given,
    role: RoleOption,
    by: By,
    person: Annotated[
        int | None, typer.Option("--person", help="새로 맡을 사람. 적지 않으면 같은 사람")
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
        grant = _grant(house, who, role, begins, None, bureau, district, False)
        number = people.rotate(house, given, grant, staff=proven(house, None, by, code, act=act))
        _say(
            as_json, {"office": number}, f"{given}번 임명을 끝내고 {who}번이 {role.label} 역할을 맡았습니다."
        )


@app.command()
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
        _say(as_json, {"person": person}, f"{person}번의 {given}번 임명을 끝냈습니다.")


@app.command()
def absent(
    person: Person,
    deputy: Annotated[int, typer.Option("--deputy", help="대리할 사람의 번호", min=1)],
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
        since, until = _moment(house, begins), korean(ends)
        who = proven(house, None, by, code, act=act)
        number = people.be_absent(house, person, deputy, since, until, staff=who)
        _say(as_json, {"absence": number}, f"{say_moment(until)}까지 {deputy}번이 {person}번을 대리합니다.")


@app.command()
def back(
    absence: Annotated[int, typer.Argument(metavar="부재", help="부재의 번호", min=1)],
    by: By,
    act: Number = None,
    code: Code = None,
    as_json: JsonOption = False,
) -> None:
    """부재를 지금 끝냅니다."""
    with answering(as_json):
        house = opened()
        person = people.come_back(house, absence, staff=proven(house, None, by, code, act=act))
        _say(as_json, {"person": person}, f"{person}번이 돌아왔습니다.")


@app.command()
def enrol(person: Person, by: By, code: Code = None, as_json: JsonOption = False) -> None:
    """일회용 코드를 등록합니다. 본인이 QR을 인증 앱으로 읽고, 앱에 처음 보이는 코드를 적습니다."""
    with answering(as_json):
        house = opened()
        offered = enrolment.offer(house, person)
        who = proven(house, None, by, code)
        enrolment.confirm(house, person, offered, _first_code(offered), staff=who)
        _say(as_json, {"person": person}, f"{person}번의 일회용 코드를 등록했습니다.")


@app.command()
def renew(
    person: Person, reason: Why, by: By, act: Number = None, code: Code = None, as_json: JsonOption = False
) -> None:
    """전화기를 잃었거나 바꾼 사람의 일회용 코드를 없앱니다. 그 뒤에 `enrol`로 다시 등록합니다."""
    with answering(as_json):
        house = opened()
        enrolment.revoke(house, person, staff=proven(house, None, by, code, act=act, reason=reason))
        _say(
            as_json,
            {"person": person},
            f"{person}번의 코드를 없앴습니다. `hanmadang people enrol {person}`으로 다시 등록해 주세요.",
        )


@app.command()
def unlock(person: Person, by: By, code: Code = None, as_json: JsonOption = False) -> None:
    """코드를 여러 번 틀려 잠긴 사람을 풀어 줍니다."""
    with answering(as_json):
        house = opened()
        enrolment.unlock(house, person, staff=proven(house, None, by, code))
        _say(as_json, {"person": person}, f"{person}번의 잠금을 풀었습니다.")


@app.command()
def member(
    person: Person,
    body: Annotated[Body, typer.Option("--body", help="기구")],
    ends: Annotated[str, typer.Option("--until", help="임기가 끝나는 때(한국 시각)")],
    by: By,
    begins: From = None,
    act: Number = None,
    code: Code = None,
    as_json: JsonOption = False,
) -> None:
    """위원으로 위촉합니다. 예산학교와 제외 사유, 연임을 살핍니다."""
    with answering(as_json):
        house = opened()
        term = Term(_moment(house, begins), korean(ends))
        number = people.join(house, person, body, term, staff=proven(house, None, by, code, act=act))
        _say(as_json, {"membership": number}, f"{person}번을 {body.label} 위원으로 위촉했습니다.")


@app.command()
def exclude(
    person: Person,
    ground: Annotated[Ground, typer.Option("--ground", help="사유")],
    by: By,
    begins: From = None,
    ends: Until = None,
    act: Number = None,
    code: Code = None,
    as_json: JsonOption = False,
) -> None:
    """위원이 될 수 없는 사유를 적습니다."""
    with answering(as_json):
        house = opened()
        since, until = _moment(house, begins), korean(ends) if ends else None
        who = proven(house, None, by, code, act=act)
        number = people.exclude(house, person, ground, since, until, staff=who)
        _say(as_json, {"exclusion": number}, f"{person}번에게 '{ground.label}' 사유를 적었습니다.")


@app.command()
def school(
    person: Person,
    course: Annotated[str, typer.Option("--course", help="과정의 코드, 예: basic-2027")],
    hours: Annotated[int, typer.Option("--hours", help="마친 시간")],
    by: By,
    finished: Annotated[str | None, typer.Option("--at", help="마친 때(한국 시각)")] = None,
    act: Number = None,
    code: Code = None,
    as_json: JsonOption = False,
) -> None:
    """예산학교를 마친 것을 적습니다."""
    with answering(as_json):
        house = opened()
        who, at = proven(house, None, by, code, act=act), _moment(house, finished)
        total = people.graduate(house, person, course, hours, at, staff=who)
        _say(as_json, {"hours": total}, f"{person}번은 이제 모두 {total}시간을 마쳤습니다.")


@app.command()
def show(
    person: Person,
    unmask: Annotated[bool, typer.Option("--unmask", help="이름과 연락처를 가리지 않고 봅니다")] = False,
    reason: Annotated[str, typer.Option("--reason", help="가리지 않고 보는 까닭. 일지에 남습니다")] = "",
    by: Annotated[int | None, typer.Option("--by", help="본인의 번호", min=1)] = None,
    code: Code = None,
    as_json: JsonOption = False,
) -> None:
    """한 사람의 역할, 부재, 위원 임기를 보여 줍니다. 이름과 연락처는 가립니다."""
    with answering(as_json):
        house = opened()
        card, full = people.show(house, person), dict[str, str]()
        if unmask:
            if by is None or not reason.strip():
                raise ReasonForUnmasking()
            full = people.unmask(house, person, staff=proven(house, None, by, code, reason=reason))
        if as_json:
            say_json({**asdict(card), "unmasked": full or None})
        else:
            _show(card, full)


def _show(card: Card, full: Mapping[str, str]) -> None:
    contacts = [full.get(channel, address) for channel, address in card.contacts.items()]
    typer.echo(" · ".join([f"{card.person}번", full.get(people.NAME, card.name), *contacts]))
    typer.echo(f"일회용 코드: {'있음' if card.has_codes else '없음'}")
    for one in card.offices:
        typer.echo(
            f"{one['number']}번 임명: {one['label']} {_span(one)}{'' if one['now'] else ' (지금은 아님)'}"
        )
    for one in card.absences:
        typer.echo(f"{one['number']}번 부재: {one['deputy']}번이 대리 {_span(one)}")
    for one in card.memberships:
        typer.echo(f"{one['number']}번 위촉: {one['label']} {_span(one)}")
    typer.echo(f"예산학교: {card.school_hours}시간{' (이수)' if card.graduate else ''}")
    if card.exclusions:
        typer.echo(f"위원 제외 사유: {', '.join(card.exclusions)}")


def _span(one: Mapping[str, Any]) -> str:
    ends = say_moment(one["ends"]) if one["ends"] else ""
    return f"{say_moment(one['begins'])} ~ {ends}".rstrip()


def _first_code(offered: Offer) -> str:
    typer.echo("인증 앱(예: Google OTP)으로 이 그림을 읽어 주세요. 다시 보여 드리지 않습니다.", err=True)
    typer.echo(offered.terminal, err=True)
    return str(typer.prompt("앱에 처음 보이는 여섯 자리", err=True))


def _contacts(phone: str | None, mail: str | None) -> dict[Channel, str]:
    return {
        channel: address for channel, address in ((Channel.PHONE, phone), (Channel.MAIL, mail)) if address
    }


def _grant(
    house: House,
    person: int,
    role: Role,
    begins: str | None,
    ends: str | None,
    bureau: str | None,
    district: int | None,
    practice: bool,
) -> Grant:
    until = korean(ends) if ends else None
    return Grant(person, role, _moment(house, begins), until, bureau, district, practice)


def _moment(house: House, text: str | None) -> datetime:
    return korean(text) if text else house.now()


def _say(as_json: bool, content: object, sentence: str) -> None:
    if as_json:
        say_json(content)
    else:
        typer.echo(sentence)
