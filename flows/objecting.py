"""이의신청 the forms that receive an objection, decide it, or let it go."""

from typing import Annotated

from pydantic import Field

from door import objections
from door.house import House
from door.staff import Staff, korean
from flows.choices import DECISIONS, RECONSIDERED
from flows.forms import MomentOrNone, ReasonForm, StaffForm, in_won, in_words, numbered, of_project
from flows.office import task
from states.chart import label
from states.objection import Decision, Reconsidered
from states.project import Project
from states.stage import Stage

OBJECTION = Stage.OBJECTION.label
_NUMBER = ("이의신청 번호", "이의신청을 받았을 때의 접수 번호입니다.")
_COST = "조정할 때만 적습니다."


class ObjectForm(StaffForm):
    number: int = of_project("이의가 있는 사업의 번호입니다. 공고한 명단에 있어야 합니다.")
    grounds: str = in_words(
        "이의의 요지", "담당자가 줄여 적은 요지와 문서 번호입니다. 원문은 옮기지 않습니다.", max_length=1000
    )
    objector: int | None = numbered(
        "신청인 번호", "사람 등록부의 번호입니다. 등록하지 않은 사람이면 비웁니다.", default=None
    )
    received_at: MomentOrNone = Field(
        default=None,
        title="접수 시각",
        description="실제로 받은 때입니다(한국 시각). 비우면 지금입니다. 이것이 제때인지를 정합니다.",
    )


class DecideForm(ReasonForm):
    number: int = numbered(*_NUMBER)
    decision: Annotated[Decision, DECISIONS] = Field(
        title="결정", description="한 사업에 이의가 여럿이면 모두 결정된 뒤에 사업이 움직입니다."
    )
    cost: int | None = in_won("조정한 사업비", _COST, default=None)


class WithdrawObjectionForm(StaffForm):
    number: int = numbered(*_NUMBER)


class ReconsiderForm(ReasonForm):
    number: int = of_project("이의신청으로 다시 심사한 사업의 번호입니다.")
    verdict: Annotated[Reconsidered, RECONSIDERED] = Field(
        title="결과", description="협의회가 다시 심사한 결과입니다."
    )
    cost: int | None = in_won("조정한 사업비", "다시 상정하며 고칠 때만 적습니다.", default=None)


@task(OBJECTION, "이의 접수", "objection.received")
def object_to(house: House, form: ObjectForm, staff: Staff) -> str:
    """공고한 명단의 사업에 들어온 이의를 받습니다. 결정할 때까지 그 사업은 투표에 오르지 못합니다."""
    receipt = objections.receive(
        house,
        form.cycle,
        form.number,
        form.grounds,
        person=form.objector,
        received_at=korean(form.received_at) if form.received_at else None,
        staff=staff,
    )
    return f"{form.number}번 사업의 이의를 {receipt}번으로 받았습니다."


@task(OBJECTION, "이의 결정", "objection.decided")
def decide_objection(house: House, form: DecideForm, staff: Staff) -> str:
    """이의를 기각하거나, 사업비를 조정하거나, 받아들여 사업을 다시 심사하거나 뺍니다."""
    status = objections.decide(house, form.cycle, form.number, form.decision, cost=form.cost, staff=staff)
    said = DECISIONS.word(form.decision)
    return f"{form.number}번 이의: {said}. 사업의 지금 상태: {label(Project, status)}"


@task(OBJECTION, "이의 취하", "objection.withdrawn")
def withdraw_objection(house: House, form: WithdrawObjectionForm, staff: Staff) -> str:
    """이의를 낸 사람이 거둔 이의를 끝냅니다."""
    status = objections.withdraw(house, form.cycle, form.number, staff=staff)
    return f"{form.number}번 이의를 거두었습니다. 사업의 지금 상태: {label(Project, status)}"


@task(OBJECTION, "다시 심사한 결과", "project.reconsidered")
def reconsider(house: House, form: ReconsiderForm, staff: Staff) -> str:
    """이의신청으로 되돌아가 다시 심사한 사업을 다시 상정하거나 뺍니다."""
    status = objections.reconsider(house, form.cycle, form.number, form.verdict, cost=form.cost, staff=staff)
    return f"{form.number}번 사업의 지금 상태: {label(Project, status)}"
