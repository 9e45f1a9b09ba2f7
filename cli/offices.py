"""임명 명령: roles given, moved and ended; who stands in for whom."""

from typing import Annotated

import typer

from cli.hand import Hand, by_hand
from cli.options import MOST, From, Person, Until, argued, numbered
from door import people
from door.staff import korean
from states.office import Grant
from states.role import Role
from states.window import say_moment

Given = Annotated[int, argued("임명", "임명의 번호(`people show`에 나옵니다)")]
RoleOption = Annotated[Role, typer.Option("--role", help="역할")]
Bureau = Annotated[str | None, typer.Option("--bureau", help="부서 담당이면 부서의 코드")]
District = Annotated[
    int | None, typer.Option("--district", help="자치구 담당이면 자치구의 번호(1~25)", max=MOST)
]
Practice = Annotated[bool, typer.Option("--practice", help="연습 주기에서만 쓰는 역할")]


@by_hand()
def appoint(
    person: Person,
    role: RoleOption,
    bureau: Bureau = None,
    district: District = None,
    begins: From = None,
    ends: Until = None,
    practice: Practice = False,
    *,
    hand: Hand,
) -> None:
    """역할을 맡깁니다. 승인할 사람이 따로 있으면 그 사람이 승인해야 맡게 됩니다."""
    until = korean(ends) if ends else None
    grant = Grant(person, role, hand.moment(begins), until, bureau, district, practice)
    number = hand.does(None, lambda house, who: people.appoint(house, grant, staff=who))
    hand.says({"office": number}, f"{person}번이 {role.label} 역할을 맡았습니다({number}번 임명).")


@by_hand()
def rotate(
    given: Given,
    role: RoleOption,
    person: Annotated[int | None, numbered("--person", "새로 맡을 사람. 적지 않으면 같은 사람")] = None,
    bureau: Bureau = None,
    district: District = None,
    begins: From = None,
    *,
    hand: Hand,
) -> None:
    """인사이동: 한 역할을 끝내고 같은 때에 다른 역할을 시작합니다."""
    whom = person or people.holder(hand.house, given)
    grant = Grant(whom, role, hand.moment(begins), None, bureau, district)
    number = hand.does(None, lambda house, who: people.rotate(house, given, grant, staff=who))
    hand.says({"office": number}, f"{given}번 임명을 끝내고 {whom}번이 {role.label} 역할을 맡았습니다.")


@by_hand(reason=True)
def dismiss(
    given: Given,
    at: Annotated[str | None, typer.Option("--at", help="언제(한국 시각). 적지 않으면 지금")] = None,
    *,
    hand: Hand,
) -> None:
    """역할을 끝냅니다."""
    moment = korean(at) if at else None
    person = hand.does(None, lambda house, who: people.dismiss(house, given, at=moment, staff=who))
    hand.says({"person": person}, f"{person}번의 {given}번 임명을 끝냈습니다.")


@by_hand()
def absent(
    person: Person,
    deputy: Annotated[int, numbered("--deputy", "대리할 사람의 번호")],
    ends: Annotated[str, typer.Option("--until", help="언제까지(한국 시각)")],
    begins: From = None,
    *,
    hand: Hand,
) -> None:
    """부재를 적고 대리를 세웁니다. 그동안 대리가 그 사람의 역할로 일합니다."""
    since, until = hand.moment(begins), korean(ends)
    number = hand.does(
        None, lambda house, who: people.be_absent(house, person, deputy, since, until, staff=who)
    )
    hand.says({"absence": number}, f"{say_moment(until)}까지 {deputy}번이 {person}번을 대리합니다.")


@by_hand()
def back(absence: Annotated[int, argued("부재", "부재의 번호")], *, hand: Hand) -> None:
    """부재를 지금 끝냅니다."""
    person = hand.does(None, lambda house, who: people.come_back(house, absence, staff=who))
    hand.says({"person": person}, f"{person}번이 돌아왔습니다.")
