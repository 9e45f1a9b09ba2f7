"""공모 the forms of the call: what comes on paper or by phone, what is asked of a proposer, what waited."""

from typing import Annotated

from pydantic import Field

from desk.completion import Answer
from door import consulting, proposals, waiting
from door.house import House
from door.numbers import numbers_in
from door.proposals import Hand, Paper
from door.staff import Staff, korean
from flows.choices import KINDS, SAME, STANDINGS, TRACKS, VIAS
from flows.forms import AnyReasonForm, Moment, MomentOrNone, StaffForm, in_won, in_words, numbered, of_project
from flows.office import task
from states.call import Kind, Standing, Via
from states.chart import label
from states.project import Project
from states.stage import Stage
from states.track import Track
from states.window import say_moment

CALL = Stage.CALL.label
_DISTRICTS = "자치구 번호입니다(1~25). 여러 곳이면 1, 2, 5처럼 적습니다."
_STAMP = "실제로 받은 때입니다(한국 시각). 비우면 지금입니다. 이것이 제때인지를 정합니다."


class ReceiveForm(StaffForm):
    track: Annotated[Track, TRACKS] = Field(title="유형", description="어느 유형의 공모에 넣을지 고릅니다.")
    kind: Annotated[Kind, KINDS] = Field(title="사업의 종류", description="행사성이면 한도가 다릅니다.")
    title: str = in_words(
        "제안의 제목", "제안서의 제목만 옮겨 적습니다. 본문은 적지 않습니다.", max_length=100
    )
    cost: int = in_won("사업비", "제안서에 적힌 사업비입니다.")
    districts: str = Field(title="자치구", description=_DISTRICTS, max_length=80)
    via: Annotated[Via, VIAS] = Field(title="받은 길", description="어떻게 들어왔는지 고릅니다.")
    proposer: int | None = numbered(
        "제안자 번호", "사람 등록부의 번호입니다. 이름은 적지 않습니다.", default=None
    )
    standing: Annotated[Standing, STANDINGS] = Field(
        title="제안자", description="서울과 어떤 사이인지 고릅니다."
    )
    organisation: str = Field(
        default="", title="단체 번호", description="단체의 제안이면 그 단체의 코드를 적습니다.", max_length=40
    )
    received_at: MomentOrNone = Field(default=None, title="접수 시각", description=_STAMP)


class AskForm(StaffForm):
    number: int = of_project()
    what: str = in_words("보완할 내용", "제안자에게 무엇을 보완해 달라고 하는지 적습니다.", max_length=1000)
    until: Moment = Field(
        title="보완 기한", description="이때까지 받습니다(한국 시각). 다시 요청하면 더 늦은 때만 됩니다."
    )


class AnswerForm(StaffForm):
    number: int = of_project()
    kind: Annotated[Kind | None, KINDS.but(SAME)] = Field(
        default=SAME, title="사업의 종류", description="바뀌지 않았으면 그대로 둡니다."
    )
    cost: int | None = in_won("사업비", "바뀌지 않았으면 비웁니다.", default=None)
    districts: str = Field(
        default="", title="자치구", description=f"바뀌지 않았으면 비웁니다. {_DISTRICTS}", max_length=80
    )
    received_at: MomentOrNone = Field(default=None, title="접수 시각", description=_STAMP)


class ConsultForm(StaffForm):
    number: int = of_project()
    what: str = in_words("물을 것", "컨설팅단에 무엇을 묻는지 적습니다.", max_length=1000)


class ConsultedForm(StaffForm):
    request: int = numbered("요청 번호", "컨설팅 요청을 보냈을 때 받은 번호입니다.")
    answer: str = in_words("답변", "컨설팅단의 답을 적습니다.", max_length=1000)


class TakeInForm(StaffForm):
    waiting: str = Field(
        default="",
        title="상시 제안 번호",
        description="공모에 넣을 상시 제안의 번호입니다(예: 3, 7, 12~20). 비우면 기다리는 것을 모두 넣습니다.",
        max_length=2000,
    )


class WaitingForm(AnyReasonForm):
    waiting: int = numbered("상시 제안 번호", "거둘 상시 제안의 번호입니다.")


@task(CALL, "제안 접수(서면·전화)", "proposal.received", "proposal.kept_waiting")
def receive(house: House, form: ReceiveForm, staff: Staff) -> str:
    """서면이나 전화로 들어온 제안을 넣습니다. 공모 기간이 아니면 상시 제안으로 받아 다음 공모를 기다립니다."""
    paper = Paper(
        form.title,
        form.track,
        form.kind,
        form.cost,
        tuple(numbers_in(form.districts)),
        proposer=form.proposer,
        standing=form.standing,
        organisation=form.organisation.strip() or None,
        via=form.via,
    )
    stamp = korean(form.received_at) if form.received_at else None
    receipt = proposals.receive(house, form.cycle, paper, hand=_hand(staff), received_at=stamp)
    return str(receipt)


@task(CALL, "보완 요청", "completion.asked")
def ask_completion(house: House, form: AskForm, staff: Staff) -> str:
    """제안자에게 빠진 것을 기한까지 채워 달라고 합니다. 기한 안에는 부적격으로 가를 수 없습니다."""
    until = korean(form.until)
    proposals.ask_completion(house, form.cycle, form.number, form.what, until=until, hand=_hand(staff))
    return f"{form.number}번 제안에 보완을 요청했습니다. 기한: {say_moment(until)}"


@task(CALL, "보완 제출", "completion.answered")
def answer_completion(house: House, form: AnswerForm, staff: Staff) -> str:
    """제안자가 보완해 낸 것을 넣습니다. 바뀐 것만 적습니다. 제목을 고치려면 '내용 정정'을 씁니다."""
    places = tuple(numbers_in(form.districts)) or None
    said = Answer(form.kind, form.cost, places)
    stamp = korean(form.received_at) if form.received_at else None
    status = proposals.answer_completion(
        house, form.cycle, form.number, said, hand=_hand(staff), received_at=stamp
    )
    return f"{form.number}번 제안의 보완을 받았습니다. 지금 상태: {label(Project, status)}"


@task(CALL, "컨설팅 요청", "consulting.requested")
def consult(house: House, form: ConsultForm, staff: Staff) -> str:
    """제안을 다듬는 데 컨설팅단의 도움을 구합니다."""
    asked = consulting.request(house, form.cycle, form.number, form.what, staff=staff)
    return f"{form.number}번 제안의 컨설팅을 요청했습니다. 요청 번호: {asked}"


@task(CALL, "컨설팅 답변", "consulting.answered")
def consulted(house: House, form: ConsultedForm, staff: Staff) -> str:
    """컨설팅단의 답을 그 요청에 붙여 둡니다."""
    project_number = consulting.answer(house, form.cycle, form.request, form.answer, staff=staff)
    return f"{form.request}번 요청의 답변을 넣었습니다({project_number}번 제안)."


@task(CALL, "상시 제안 받아들이기", "proposal.taken_in", "waiting.taken")
def take_in(house: House, form: TakeInForm, staff: Staff) -> str:
    """공모를 기다리던 상시 제안을 이 주기의 공모에 넣습니다. 공모가 받지 않는 것은 그대로 기다립니다."""
    some = numbers_in(form.waiting) if form.waiting.strip() else None
    said = waiting.take_in(house, form.cycle, some, staff=staff)
    left = ", ".join(f"{number}번({code})" for number, code in said["left"].items())
    rest = f" 넣지 못한 것: {left}." if left else ""
    return f"상시 제안 {len(said['taken'])}건을 공모에 넣었습니다.{rest}"


@task(CALL, "상시 제안 철회", "waiting.withdrawn", where=lambda *_: None)
def withdraw_waiting(house: House, form: WaitingForm, staff: Staff) -> str:
    """공모를 기다리는 상시 제안을 제안자의 뜻에 따라 거둡니다."""
    proposals.withdraw_waiting(house, form.waiting, reason=staff.reason, hand=_hand(staff))
    return f"상시 제안 {form.waiting}번을 거두었습니다."


def _hand(staff: Staff) -> Hand:
    return Hand(staff.act, staff.by)
