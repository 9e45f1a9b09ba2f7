"""임명 the forms of roles: given, moved and ended; and who stands in for whom. People are numbers here."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from door import people
from door.house import House
from door.staff import Staff, korean
from flows.choices import OFFICES
from flows.forms import Confirmed, Moment, MomentOrNone, Reasoned, SignedForm, numbered
from flows.office import PEOPLE, task
from states.office import Grant
from states.role import Role
from states.window import say_moment

_WHOM = ("사람의 번호", "누구인지 번호로 적습니다. '사람과 역할'에서 찾습니다.")
_GIVEN = ("임명 번호", "임명의 번호입니다. '사람과 역할'에 있습니다.")
_FROM = "언제부터인지 적습니다(한국 시각). 비우면 지금부터입니다."


class PlacedForm(SignedForm):
    role: Annotated[Role, OFFICES] = Field(title="역할", description="맡길 역할입니다.")
    bureau: str = Field(
        default="", title="부서", description="부서 담당이면 부서의 영문 코드를 적습니다.", max_length=40
    )
    district: int | None = numbered("자치구", "자치구 담당이면 자치구의 번호(1~25)를 적습니다.", default=None)
    begins: MomentOrNone = Field(default=None, title="언제부터", description=_FROM)


class AppointForm(PlacedForm):
    whom: int = numbered(*_WHOM)
    ends: MomentOrNone = Field(
        default=None,
        title="언제까지",
        description="끝이 정해져 있으면 적습니다(한국 시각). 비우면 끝이 없습니다.",
    )
    practice: bool = Field(
        default=False, title="연습에서만", description="켜면 연습 주기에서만 힘이 있는 역할이 됩니다."
    )


class RotateForm(PlacedForm):
    given: int = numbered(*_GIVEN)
    whom: int | None = numbered(
        "새로 맡을 사람", "다른 사람이 맡으면 그 번호를 적습니다. 비우면 같은 사람입니다.", default=None
    )


class DismissForm(Confirmed, Reasoned, SignedForm):
    given: int = numbered(*_GIVEN)
    at: MomentOrNone = Field(
        default=None, title="언제", description="언제 끝나는지 적습니다(한국 시각). 비우면 지금입니다."
    )


class AbsentForm(SignedForm):
    whom: int = numbered("자리를 비우는 사람", "번호로 적습니다.")
    deputy: int = numbered("대리할 사람", "그동안 그 사람의 역할로 일할 사람의 번호입니다.")
    begins: MomentOrNone = Field(default=None, title="언제부터", description=_FROM)
    ends: Moment = Field(title="언제까지", description="돌아오는 때입니다(한국 시각).")


class BackForm(SignedForm):
    absence: int = numbered("부재 번호", "끝낼 부재의 번호입니다. '사람과 역할'에 있습니다.")


@task(PEOPLE, "역할 임명", "office.appointed")
def appoint(house: House, form: AppointForm, staff: Staff) -> str:
    """사람에게 역할을 맡깁니다. 승인할 사람이 따로 있으면 그 사람이 승인해야 맡게 됩니다."""
    number = people.appoint(house, _grant(house, form, form.whom, staff), staff=staff)
    return f"{form.whom}번이 {form.role.label} 역할을 맡았습니다({number}번 임명)."


@task(PEOPLE, "인사이동", "office.rotated")
def rotate(house: House, form: RotateForm, staff: Staff) -> str:
    """한 역할을 끝내고 같은 때에 다른 역할을 시작합니다."""
    whom = form.whom or people.holder(house, form.given)
    number = people.rotate(house, form.given, _grant(house, form, whom, staff), staff=staff)
    return f"{form.given}번 임명을 끝내고 {whom}번이 {form.role.label} 역할을 맡았습니다({number}번 임명)."


@task(PEOPLE, "역할 해임", "office.ended")
def dismiss(house: House, form: DismissForm, staff: Staff) -> str:
    """역할을 끝냅니다. 마지막 관리자는 끝낼 수 없습니다."""
    at = korean(form.at) if form.at else None
    whom = people.dismiss(house, form.given, at=at, staff=staff)
    return f"{whom}번의 {form.given}번 임명을 끝냈습니다."


@task(PEOPLE, "부재와 대리", "absence.declared")
def be_absent(house: House, form: AbsentForm, staff: Staff) -> str:
    """자리를 비우는 동안 대리를 세웁니다. 자기 부재는 역할이 있는 누구나 적습니다."""
    since, until = _moment(house, form.begins, staff), korean(form.ends)
    number = people.be_absent(house, form.whom, form.deputy, since, until, staff=staff)
    return f"{say_moment(until)}까지 {form.deputy}번이 {form.whom}번을 대리합니다({number}번 부재)."


@task(PEOPLE, "부재 끝", "absence.ended")
def come_back(house: House, form: BackForm, staff: Staff) -> str:
    """부재를 지금 끝냅니다."""
    return f"{people.come_back(house, form.absence, staff=staff)}번이 돌아왔습니다."


def _grant(house: House, form: PlacedForm, whom: int, staff: Staff) -> Grant:
    ends = getattr(form, "ends", None)
    return Grant(
        whom,
        form.role,
        _moment(house, form.begins, staff),
        korean(ends) if ends else None,
        form.bureau.strip() or None,
        form.district,
        getattr(form, "practice", False),
    )


def _moment(house: House, given: datetime | str | None, staff: Staff) -> datetime:
    return people.moment_of(house, korean(given) if given else None, staff.act)
