"""사람들 명령: who is who, in which role, for how long, and with which telephone."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.console import Console

from cli import members, offices
from cli.answer import answering, opened, say, say_json
from cli.hand import Hand, by_hand
from cli.options import By, Code, JsonOption, MaybeBy, Person
from cli.table import columns
from cli.who import act_number, proven
from door import enrolment, people
from door.enrolment import Offer
from door.people import Card
from states.contact import Channel
from states.refusals import Refusal
from states.window import say_moment

app = typer.Typer(help="사람과 역할: 등록, 임명, 부재와 대리, 인사이동, 일회용 코드.", no_args_is_help=True)

Name = Annotated[str, typer.Option("--name", help="이름. 암호로 잠가 둡니다", prompt="이름")]
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
        table = columns("번호", "이름", "역할", "일회용 코드")
        for card in found:
            table.add_row(str(card.person), card.name, card.roles, "있음" if card.has_codes else "없음")
        Console().print(table)


@app.command()
def first(
    name: Name,
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
        say(as_json, {"person": number}, f"첫 관리자로 등록했습니다. 번호는 {number}번입니다. 잊지 마세요.")


@app.command()
def practise(as_json: JsonOption = False) -> None:
    """연습 주기에서 일하고 승인해 볼 두 사람을 만듭니다. 실제 주기에서는 아무 힘이 없습니다."""
    with answering(as_json):
        staff, approver = people.practise(opened())
        told = {"staff": staff, "approver": approver}
        say(as_json, told, f"연습 담당자는 {staff}번, 연습 승인자는 {approver}번입니다.")


@app.command()
@by_hand()
def add(name: Name, phone: Phone = None, mail: Mail = None, *, hand: Hand) -> None:
    """사람을 등록하고 번호를 줍니다."""
    contacts = _contacts(phone, mail)
    number = hand.does(None, lambda house, who: people.add(house, name, contacts, staff=who))
    hand.says({"person": number}, f"{number}번으로 등록했습니다.")


@app.command()
def enrol(person: Person, by: By, code: Code = None, as_json: JsonOption = False) -> None:
    """일회용 코드를 등록합니다. 본인이 QR을 인증 앱으로 읽고, 앱에 처음 보이는 코드를 적습니다."""
    with answering(as_json):
        house = opened()
        offered = enrolment.offer(house, person)
        who = proven(house, None, by, code)
        enrolment.confirm(house, person, offered, _first_code(offered), staff=who)
        say(as_json, {"person": person}, f"{person}번의 일회용 코드를 등록했습니다.")


@app.command()
def replace(person: Person, by: By, code: Code = None, as_json: JsonOption = False) -> None:
    """본인이 새 전화기로 옮깁니다. 옛 전화기의 코드로 본인임을 보이고, 새 전화기의 첫 코드를 적습니다."""
    with answering(as_json):
        house = opened()
        offered = enrolment.offer(house, person, replacing=True)
        who = proven(house, None, by, code)
        enrolment.replace(house, person, offered, _first_code(offered), staff=who)
        say(as_json, {"person": person}, f"{person}번의 코드를 새 전화기로 옮겼습니다.")


@app.command()
@by_hand(reason=True)
def renew(person: Person, *, hand: Hand) -> None:
    """전화기를 잃었거나 바꾼 사람의 일회용 코드를 없앱니다. 그 뒤에 `enrol`로 다시 등록합니다."""
    hand.does(None, lambda house, who: enrolment.revoke(house, person, staff=who))
    said = f"{person}번의 코드를 없앴습니다. `hanmadang people enrol {person}`으로 다시 등록해 주세요."
    hand.says({"person": person}, said)


@app.command()
def unlock(person: Person, by: By, code: Code = None, as_json: JsonOption = False) -> None:
    """코드를 여러 번 틀려 잠긴 사람을 풀어 줍니다."""
    with answering(as_json):
        house = opened()
        enrolment.unlock(house, person, staff=proven(house, None, by, code))
        say(as_json, {"person": person}, f"{person}번의 잠금을 풀었습니다.")


@app.command()
def show(
    person: Person,
    unmask: Annotated[bool, typer.Option("--unmask", help="이름과 연락처를 가리지 않고 봅니다")] = False,
    reason: Annotated[str, typer.Option("--reason", help="가리지 않고 보는 까닭. 일지에 남습니다")] = "",
    by: MaybeBy = None,
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


for _command in (
    offices.appoint,
    offices.rotate,
    offices.dismiss,
    offices.absent,
    offices.back,
    members.member,
    members.leave,
    members.exclude,
    members.school,
):
    app.command()(_command)
