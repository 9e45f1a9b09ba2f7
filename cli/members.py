"""위원 명령: terms in a body, grounds against one, and the budget school's register."""

from typing import Annotated

import typer

from cli.hand import Hand, by_hand
from cli.options import MOST, From, Person, Until, argued
from door import people
from door.staff import korean
from states.committee import Body, Ground, Term


@by_hand()
def member(
    person: Person,
    body: Annotated[Body, typer.Option("--body", help="기구")],
    ends: Annotated[str, typer.Option("--until", help="임기가 끝나는 때(한국 시각)")],
    begins: From = None,
    *,
    hand: Hand,
) -> None:
    """위원으로 위촉합니다. 예산학교와 제외 사유, 연임을 살핍니다."""
    term = Term(hand.moment(begins), korean(ends))
    number = hand.does(None, lambda house, who: people.join(house, person, body, term, staff=who))
    hand.says({"membership": number}, f"{person}번을 {body.label} 위원으로 위촉했습니다.")


@by_hand(reason=True)
def leave(
    membership: Annotated[int, argued("위촉", "위촉의 번호(`people show`에 나옵니다)")], *, hand: Hand
) -> None:
    """임기가 끝나기 전에 해촉합니다."""
    person = hand.does(None, lambda house, who: people.leave(house, membership, staff=who))
    hand.says({"person": person}, f"{person}번의 {membership}번 위촉을 끝냈습니다.")


@by_hand()
def exclude(
    person: Person,
    ground: Annotated[Ground, typer.Option("--ground", help="사유")],
    begins: From = None,
    ends: Until = None,
    *,
    hand: Hand,
) -> None:
    """위원이 될 수 없는 사유를 적습니다."""
    since, until = hand.moment(begins), korean(ends) if ends else None
    number = hand.does(
        None, lambda house, who: people.exclude(house, person, ground, since, until, staff=who)
    )
    hand.says({"exclusion": number}, f"{person}번에게 '{ground.label}' 사유를 적었습니다.")


@by_hand()
def school(
    person: Person,
    course: Annotated[str, typer.Option("--course", help="과정의 코드, 예: basic-2027")],
    hours: Annotated[int, typer.Option("--hours", help="마친 시간", max=MOST)],
    finished: Annotated[str | None, typer.Option("--at", help="마친 때(한국 시각)")] = None,
    *,
    hand: Hand,
) -> None:
    """예산학교를 마친 것을 적습니다."""
    at = hand.moment(finished, "finished")
    total = hand.does(None, lambda house, who: people.graduate(house, person, course, hours, at, staff=who))
    hand.says({"hours": total}, f"{person}번은 이제 모두 {total}시간을 마쳤습니다.")
