"""등록 the forms about codes that show none: taking them away, letting somebody in again; and who there is."""

from collections.abc import Iterator

from door import enrolment, people
from door.house import House
from door.people import Card
from door.staff import Staff
from flows.forms import Form, Reasoned, SignedForm, numbered
from flows.links import Links
from flows.office import PEOPLE, look, task
from states.window import say_moment

_WHOM = ("사람의 번호", "누구인지 번호로 적습니다. 이름은 적지 않습니다.")


class RevokeForm(Reasoned, SignedForm):
    whom: int = numbered(*_WHOM)


class UnlockForm(SignedForm):
    whom: int = numbered(*_WHOM)


class PeopleForm(Form):
    whom: int | None = numbered(
        "사람의 번호", "한 사람만 보려면 적습니다. 비우면 모두 보입니다.", default=None
    )


@task(PEOPLE, "일회용 코드 없애기", "codes.revoked")
def revoke(house: House, form: RevokeForm, staff: Staff) -> str:
    """전화기를 잃었거나 맡겨서는 안 되게 된 사람의 코드를 없앱니다. 그때부터 아무것도 할 수 없습니다."""
    enrolment.revoke(house, form.whom, staff=staff)
    page = house.settings.page_address
    return f"{form.whom}번의 코드를 없앴습니다. 다시 등록하는 곳: {page}/people/{form.whom}"


@task(PEOPLE, "일회용 코드 잠금 풀기", "codes.unlocked")
def unlock(house: House, form: UnlockForm, staff: Staff) -> str:
    """코드를 여러 번 틀려 잠긴 사람을 풀어 줍니다."""
    enrolment.unlock(house, form.whom, staff=staff)
    return f"{form.whom}번의 잠금을 풀었습니다."


@look("사람과 역할")
def register(house: House, form: PeopleForm, links: Links) -> tuple[str, str]:
    """누가 어떤 역할과 위원 임기를 가졌는지 번호로 보여 드립니다. 이름과 연락처는 보이지 않습니다."""
    found = [people.show(house, form.whom)] if form.whom else people.cards(house)
    page = house.settings.page_address
    ways = f"[사람 등록과 QR]({page}/people) · {links.today()}"
    return f"{len(found)}명.", "\n".join(["# 사람과 역할\n", *_rows(found), "", ways])


def _rows(found: list[Card]) -> Iterator[str]:
    yield "| 번호 | 임명 | 부재와 대리 | 위원 | 제외 | 예산학교 | 코드 |\n|---:|---|---|---|---|---:|---|"
    for card in found:
        offices = _listed(f"{one['number']}번 {one['label']}" for one in card.offices if one["now"])
        absences = _listed(
            f"{one['number']}번: {one['deputy']}번이 {say_moment(one['ends'])}까지" for one in card.absences
        )
        terms = _listed(
            f"{one['number']}번 {one['label']} {say_moment(one['ends'])}까지" for one in card.memberships
        )
        cells = f"{offices} | {absences} | {terms} | {_listed(card.exclusions)} | {card.school_hours}시간"
        yield f"| {card.person} | {cells} | {'있음' if card.has_codes else '없음'} |"


def _listed(some: "Iterator[str] | list[str]") -> str:
    return "<br>".join(some) or "-"
