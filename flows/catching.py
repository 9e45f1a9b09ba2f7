"""밀린 마감 the form that answers for a deadline which came while nothing ran: go on, or stop and give time."""

from typing import Annotated

from pydantic import Field

from door import outage
from door import staff as door
from door.house import House
from door.staff import Staff
from flows.choices import ANSWERS, TRACKS_OR_CYCLE
from flows.forms import Confirmed, ReasonForm
from flows.office import CYCLE, task
from states.stage import label_of
from states.track import Track


class MissedForm(Confirmed, ReasonForm):
    track: Annotated[Track | None, TRACKS_OR_CYCLE] = Field(
        title="유형", description="마감이 지난 유형입니다. 총회부터의 단계면 '주기 전체'를 고릅니다."
    )
    answer: Annotated[bool, ANSWERS] = Field(
        title="할 일",
        description="그대로 넘기면 마감에 끝난 것으로 적힙니다. 시민에게 시간을 더 주려면 넘긴 뒤에 '앞 단계 다시 열기'로 새 마감을 정합니다.",
    )


@task(CYCLE, "밀린 마감", "stage.closed", "cycle.stage_closed", moves_deadlines=True)
def catch_up(house: House, form: MissedForm, staff: Staff) -> str:
    """점검이 멈춰 있던 동안 지난 마감을 어떻게 할지 정합니다. 시민이 내는 단계의 마감은 저절로 넘어가지 않습니다."""
    if not form.answer and form.track:
        door.hold(house, form.cycle, form.track, staff=staff)
        return f"{door.name_of(house, form.cycle, form.track)}: 넘기지 않고 보류했습니다. 정한 뒤에 보류를 풀고 다시 답해 주세요."
    moved = outage.run(house, form.cycle, form.track, staff=staff)
    return f"밀린 마감을 처리했습니다: {label_of(moved['from'])} → {label_of(moved['to'])}"
