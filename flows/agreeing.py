"""협약 the forms at the end of the year: handing over to execution, and signing."""

from typing import Annotated

from pydantic import Field

from door import agreement
from door.house import House
from door.numbers import numbers_in
from door.staff import Staff
from flows.choices import SIGNERS
from flows.forms import StaffForm, in_words
from flows.office import task
from states.agreement import Signer
from states.stage import Stage

AGREEMENT = Stage.AGREEMENT.label
_NUMBERS = "사업의 번호들입니다(예: 3, 7, 12~20)."


class HandOverForm(StaffForm):
    numbers: str = Field(title="사업 번호들", description=_NUMBERS, min_length=1, max_length=5000)
    plan: str = in_words("집행계획", "사업부서의 집행계획의 문서 번호나 요지를 적습니다.", max_length=1000)


class SignForm(StaffForm):
    signer: Annotated[Signer, SIGNERS] = Field(
        title="서명한 사람", description="세 서명이 모이면 협약입니다."
    )
    numbers: str = Field(
        default="", title="사업 번호들", description=f"{_NUMBERS} 자치구로 적으면 비웁니다.", max_length=5000
    )
    districts: str = Field(
        default="",
        title="자치구",
        description="그 자치구에서 서명을 기다리는 사업 모두입니다(1~25, 예: 1, 2, 5).",
        max_length=200,
    )


@task(AGREEMENT, "집행 인계", "projects.handed_over")
def hand_over(house: House, form: HandOverForm, staff: Staff) -> str:
    """의결된 사업을 사업부서의 집행계획과 함께 집행으로 넘깁니다."""
    said = agreement.hand_over(house, form.cycle, numbers_in(form.numbers), form.plan, staff=staff)
    return f"사업 {said['agreed']:,}건, {said['won']:,}원을 집행으로 넘겼습니다."


@task(AGREEMENT, "협약 서명", "agreement.signed")
def sign(house: House, form: SignForm, staff: Staff) -> str:
    """구단위계획형의 협약에 받은 서명을 적습니다. 시장, 민간위원장, 구청장의 셋이 모이면 협약입니다."""
    said = agreement.sign(
        house,
        form.cycle,
        form.signer,
        numbers=numbers_in(form.numbers),
        districts=numbers_in(form.districts),
        staff=staff,
    )
    return f"사업 {said['signed']:,}건에 서명했습니다. 셋이 모인 것: {said['agreed']:,}건."
