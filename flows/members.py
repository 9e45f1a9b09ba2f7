"""위원 the forms of terms in a body, of grounds against one, and of the budget school's register."""

from typing import Annotated

from pydantic import Field

from door import people
from door.house import House
from door.staff import Staff, korean
from flows.choices import BODIES, GROUNDS
from flows.forms import Moment, MomentOrNone, Reasoned, SignedForm, numbered
from flows.office import PEOPLE, task
from states.committee import Body, Ground, Term

_WHOM = ("사람의 번호", "누구인지 번호로 적습니다. 이름은 적지 않습니다.")
_NOW = "비우면 지금입니다(한국 시각)."


class TermForm(SignedForm):
    whom: int = numbered(*_WHOM)
    body: Annotated[Body, BODIES] = Field(title="기구", description="위원으로 위촉할 기구입니다.")
    begins: MomentOrNone = Field(default=None, title="임기 시작", description=_NOW)
    ends: Moment = Field(title="임기 끝", description="이때부터는 위원이 아닙니다(한국 시각).")


class EndTermForm(Reasoned, SignedForm):
    membership: int = numbered("위촉 번호", "끝낼 위촉의 번호입니다. '사람과 역할'에 있습니다.")


class GroundForm(SignedForm):
    whom: int = numbered(*_WHOM)
    ground: Annotated[Ground, GROUNDS] = Field(title="사유", description="위원이 될 수 없는 사유입니다.")
    begins: MomentOrNone = Field(default=None, title="언제부터", description=_NOW)
    ends: MomentOrNone = Field(
        default=None, title="언제까지", description="끝나는 때가 정해져 있으면 적습니다(한국 시각)."
    )


class SchoolForm(SignedForm):
    whom: int = numbered(*_WHOM)
    course: str = Field(
        title="과정", description="과정의 영문 코드입니다(예: basic-2027).", min_length=1, max_length=40
    )
    hours: int = Field(title="마친 시간", description="이 과정에서 마친 시간입니다.", ge=1, le=100)
    finished: MomentOrNone = Field(default=None, title="마친 때", description=_NOW)


@task(PEOPLE, "위원 위촉", "membership.given")
def join(house: House, form: TermForm, staff: Staff) -> str:
    """위원으로 위촉합니다. 예산학교 이수와 제외 사유, 연임을 살핍니다."""
    begins = people.moment_of(house, korean(form.begins) if form.begins else None, staff.act)
    number = people.join(house, form.whom, form.body, Term(begins, korean(form.ends)), staff=staff)
    return f"{form.whom}번을 {form.body.label} 위원으로 위촉했습니다({number}번 위촉)."


@task(PEOPLE, "위원 해촉", "membership.ended")
def leave(house: House, form: EndTermForm, staff: Staff) -> str:
    """임기가 끝나기 전에 해촉합니다."""
    return f"{people.leave(house, form.membership, staff=staff)}번의 {form.membership}번 위촉을 끝냈습니다."


@task(PEOPLE, "위원 제외 사유", "exclusion.noted")
def exclude(house: House, form: GroundForm, staff: Staff) -> str:
    """위원이 될 수 없는 사유를 적습니다. 협의회의 위원 자리도 받을 수 없게 됩니다."""
    begins = people.moment_of(house, korean(form.begins) if form.begins else None, staff.act)
    ends = korean(form.ends) if form.ends else None
    number = people.exclude(house, form.whom, form.ground, begins, ends, staff=staff)
    return f"{form.whom}번에게 '{form.ground.label}' 사유를 적었습니다({number}번)."


@task(PEOPLE, "예산학교 이수", "school.finished")
def graduate(house: House, form: SchoolForm, staff: Staff) -> str:
    """예산학교를 마친 것을 명부에 적습니다."""
    finished = people.moment_of(
        house, korean(form.finished) if form.finished else None, staff.act, "finished"
    )
    total = people.graduate(house, form.whom, form.course.strip(), form.hours, finished, staff=staff)
    return f"{form.whom}번은 이제 모두 {total}시간을 마쳤습니다."
