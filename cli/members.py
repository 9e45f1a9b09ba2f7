"""위원 명령: terms in a body, grounds against one, and the budget school's register."""

from typing import Annotated

import typer

from cli.answer import JsonOption, answering, opened, say
from cli.who import By, Code, From, Number, Person, Until, Why, moment_of, proven
from door import people
from door.staff import korean
from states.committee import Body, Ground, Term


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
        term = Term(moment_of(house, begins, act), korean(ends))
        number = people.join(house, person, body, term, staff=proven(house, None, by, code, act=act))
        say(as_json, {"membership": number}, f"{person}번을 {body.label} 위원으로 위촉했습니다.")


def leave(
    membership: Annotated[
        int,
        typer.Argument(metavar="위촉", help="위촉의 번호(`people show`에 나옵니다)", min=1, max=999_999_999),
    ],
    reason: Why,
    by: By,
    act: Number = None,
    code: Code = None,
    as_json: JsonOption = False,
) -> None:
    """임기가 끝나기 전에 해촉합니다."""
    with answering(as_json):
        house = opened()
        person = people.leave(house, membership, staff=proven(house, None, by, code, act=act, reason=reason))
        say(as_json, {"person": person}, f"{person}번의 {membership}번 위촉을 끝냈습니다.")


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
        since, until = moment_of(house, begins, act), korean(ends) if ends else None
        who = proven(house, None, by, code, act=act)
        number = people.exclude(house, person, ground, since, until, staff=who)
        say(as_json, {"exclusion": number}, f"{person}번에게 '{ground.label}' 사유를 적었습니다.")


def school(
    person: Person,
    course: Annotated[str, typer.Option("--course", help="과정의 코드, 예: basic-2027")],
    hours: Annotated[int, typer.Option("--hours", help="마친 시간", max=999_999_999)],
    by: By,
    finished: Annotated[str | None, typer.Option("--at", help="마친 때(한국 시각)")] = None,
    act: Number = None,
    code: Code = None,
    as_json: JsonOption = False,
) -> None:
    """예산학교를 마친 것을 적습니다."""
    with answering(as_json):
        house = opened()
        who, at = proven(house, None, by, code, act=act), moment_of(house, finished, act, "finished")
        total = people.graduate(house, person, course, hours, at, staff=who)
        say(as_json, {"hours": total}, f"{person}번은 이제 모두 {total}시간을 마쳤습니다.")
