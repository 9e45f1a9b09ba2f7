"""정정 the forms that put right what was said by mistake, and take a project back."""

from typing import Annotated

from pydantic import Field

from desk.correction import Facts
from door import correction, proposals
from door.house import House
from door.numbers import numbers_in
from door.proposals import Hand
from door.staff import Staff
from flows.choices import FATES, KINDS, SAME, STANDINGS, VIAS
from flows.forms import AnyReasonForm, Confirmed, ReasonForm, in_won, numbered, of_project
from flows.office import CORRECTION, task
from states.call import Kind, Standing, Via
from states.chart import label
from states.correction import Fate
from states.project import Project

_SAME = "바뀌지 않았으면 그대로 둡니다."
_EMPTY = "바뀌지 않았으면 비웁니다."
_SAID = {
    "kind": "사업의 종류",
    "cost": "사업비",
    "districts": "자치구",
    "field": "분야",
    "bureau": "소관부서",
    "title": "제목",
    "standing": "제안자",
    "organisation": "단체",
    "via": "받은 길",
}


class CorrectForm(ReasonForm):
    number: int = of_project()
    kind: Annotated[Kind | None, KINDS.but(SAME)] = Field(
        default=SAME, title="사업의 종류", description=_SAME
    )
    cost: int | None = in_won("사업비", f"제안자가 적은 사업비입니다. {_EMPTY}", default=None)
    districts: str = Field(
        default="", title="자치구", description=f"{_EMPTY} 자치구 번호입니다(예: 1, 2, 5).", max_length=80
    )
    field: int | None = numbered("분야 번호", _EMPTY, default=None)
    bureau: str = Field(default="", title="소관부서", description=f"{_EMPTY} 영문 코드입니다.", max_length=40)
    title: str = Field(
        default="", title="제목", description=f"{_EMPTY} 개인정보는 적지 마세요.", max_length=100
    )
    standing: Annotated[Standing | None, STANDINGS.but(SAME)] = Field(
        default=SAME, title="제안자", description=_SAME
    )
    organisation: str = Field(default="", title="단체 번호", description=_EMPTY, max_length=40)
    via: Annotated[Via | None, VIAS.but(SAME)] = Field(default=SAME, title="받은 길", description=_SAME)


class FateForm(Confirmed, ReasonForm):
    number: int = of_project()
    fate: Annotated[Fate, FATES] = Field(
        title="고칠 결과", description="선정은 편성까지, 의결은 협약까지 고칠 수 있습니다."
    )
    won: int | None = in_won("의결된 금액", "부결을 의결로 고칠 때만 적습니다.", default=None)


class WithdrawForm(Confirmed, AnyReasonForm):
    number: int = of_project()


@task(CORRECTION, "내용 정정", "project.corrected")
def correct(house: House, form: CorrectForm, staff: Staff) -> str:
    """사업에 대해 잘못 적은 것을 고쳐 적습니다. 앞의 기록은 일지에 남습니다."""
    facts = Facts(
        form.kind,
        form.cost,
        tuple(numbers_in(form.districts)) or None,
        form.field,
        form.bureau.strip() or None,
        standing=form.standing,
        organisation=form.organisation.strip() or None,
        via=form.via,
    )
    changed = correction.correct(house, form.cycle, form.number, facts, title=form.title, staff=staff)
    return f"{form.number}번 사업에서 고친 것: {', '.join(_SAID[name] for name in changed) or '없음'}"


@task(CORRECTION, "결과 정정", "project.fate_corrected")
def correct_fate(house: House, form: FateForm, staff: Staff) -> str:
    """철회, 분류, 선정, 의결의 결과를 잘못 적었으면 까닭과 함께 바로잡습니다."""
    status = correction.correct_fate(house, form.cycle, form.number, form.fate, won=form.won, staff=staff)
    return f"{form.number}번 사업의 지금 상태: {label(Project, status)}"


@task(CORRECTION, "철회", "project.withdrawn")
def withdraw(house: House, form: WithdrawForm, staff: Staff) -> str:
    """제안자의 뜻에 따라 사업을 거둡니다. 잘못 거두었으면 '결과 정정'으로 되돌립니다."""
    status = proposals.withdraw(
        house, form.cycle, form.number, reason=staff.reason, hand=Hand(staff.act, staff.by)
    )
    return f"{form.number}번 사업의 지금 상태: {label(Project, status)}"
