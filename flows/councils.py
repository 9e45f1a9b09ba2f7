"""민관예산협의회 the forms that open a council, take it on step by step, and give its seats."""

from typing import Annotated

from pydantic import Field

from door import panels, seats
from door.house import House
from door.staff import Staff
from flows.choices import ROLES, TRACKS
from flows.forms import Confirmed, ReasonForm, StaffForm, numbered
from flows.office import task
from states.chart import StrictChart, label
from states.seat import Role, Seat
from states.stage import Stage
from states.track import Track
from states.unit import UNITS, FieldCouncil

REVIEW = Stage.REVIEW.label
UNIT = ("협의회 번호", "현황판과 '협의회 현황'에 있는 번호입니다.")
_PERSON = ("위원 번호", "사람 등록부의 번호입니다. 이름은 적지 않습니다.")


class OpenUnitForm(StaffForm):
    track: Annotated[Track, TRACKS] = Field(title="유형", description="심사하는 유형입니다.")
    name: str = Field(
        title="단위의 코드",
        description="분야는 field-01, 동은 dong-1101처럼 적습니다.",
        min_length=1,
        max_length=40,
    )


class UnitForm(StaffForm):
    unit: int = numbered(*UNIT)


class ReopenUnitForm(Confirmed, ReasonForm):
    unit: int = numbered(*UNIT)


class SeatForm(StaffForm):
    unit: int = numbered(*UNIT)
    member: int = numbered(*_PERSON)
    role: Annotated[Role, ROLES] = Field(title="자격", description="어떤 자격으로 앉는지 고릅니다.")
    organisation: str = Field(
        default="",
        title="소속 단체의 코드",
        description="그 단체의 제안은 매기지 않습니다. 없으면 비웁니다.",
        max_length=40,
    )
    district: int | None = Field(
        default=None,
        title="자치구 번호",
        description="그 자치구의 사업은 매기지 않습니다(1~25). 없으면 비웁니다.",
        ge=1,
        le=25,
    )


class UnseatForm(ReasonForm):
    unit: int = numbered(*UNIT)
    member: int = numbered(*_PERSON)


@task(REVIEW, "협의회 열기", "unit.opened")
def open_unit(house: House, form: OpenUnitForm, staff: Staff) -> str:
    """심사할 단위를 하나 더 엽니다. 분야별 협의회는 심사가 시작될 때 저절로 열립니다."""
    opened = panels.open_unit(house, form.cycle, form.track, form.name.strip(), staff=staff)
    return f"'{form.name.strip()}' 단위를 열었습니다({opened}번)."


@task(REVIEW, "다음 절차로", "unit.stepped")
def step(house: House, form: UnitForm, staff: Staff) -> str:
    """협의회를 다음 절차로 넘깁니다. 이 절차에 남은 일이 있으면 무엇이 남았는지 알려 드립니다."""
    return f"{form.unit}번 단위를 넘겼습니다. 지금 절차: {_step(panels.step(house, form.cycle, form.unit, staff=staff))}"


@task(REVIEW, "협의회 다시 열기", "unit.reopened")
def reopen_unit(house: House, form: ReopenUnitForm, staff: Staff) -> str:
    """마친 협의회를 마지막 절차로 되돌립니다. 심사 단계가 끝나기 전에만 됩니다."""
    state = panels.reopen(house, form.cycle, form.unit, staff=staff)
    return f"{form.unit}번 단위를 다시 열었습니다. 지금 절차: {_step(state)}"


@task(REVIEW, "늦은 사업 받아들이기", "unit.admitted")
def admit(house: House, form: UnitForm, staff: Staff) -> str:
    """늦게 그 분야에 온 사업들이 협의회의 지금 절차를 따라잡게 합니다."""
    return f"사업 {panels.admit(house, form.cycle, form.unit, staff=staff):,}건이 {form.unit}번 협의회에 들어왔습니다."


@task(REVIEW, "위촉", "seat.given")
def give_seat(house: House, form: SeatForm, staff: Staff) -> str:
    """협의회에 자리를 줍니다."""
    given = Seat(form.member, form.role, form.organisation.strip() or None, form.district)
    count = seats.give(house, form.cycle, form.unit, given, staff=staff)
    return f"{form.member}번을 {form.unit}번 협의회에 위촉했습니다. 모두 {count}명입니다."


@task(REVIEW, "해촉", "seat.taken_back")
def take_seat(house: House, form: UnseatForm, staff: Staff) -> str:
    """협의회의 자리를 거둡니다. 그 사람이 매긴 점수도 함께 거둡니다."""
    count = seats.take_back(house, form.cycle, form.unit, form.member, staff=staff)
    return f"{form.member}번을 {form.unit}번 협의회에서 해촉했습니다. {count}명이 남았습니다."


@task(REVIEW, "채점 면제", "seat.waived")
def waive(house: House, form: UnseatForm, staff: Staff) -> str:
    """점수를 매길 수 없는 사람을 이 절차의 채점에서 뺍니다."""
    seats.waive(house, form.cycle, form.unit, form.member, staff=staff)
    return f"{form.member}번의 채점을 면제했습니다. 이 절차에서 매긴 점수도 세지 않습니다."


def _step(state: str) -> str:
    charts: tuple[type[StrictChart], ...] = (FieldCouncil, *UNITS.values())
    return next(label(one, state) for one in charts if state in {str(known.value) for known in one.states})
