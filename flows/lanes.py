"""유형 the forms that stop a lane, let it move again, or take it out of the year."""

from typing import Annotated

from pydantic import Field

from door import staff as door
from door.house import House
from door.staff import Staff
from flows.choices import HOLDING, TRACKS
from flows.forms import Confirmed, ReasonForm
from flows.office import CYCLE, task
from states.track import Track


class HoldForm(Confirmed, ReasonForm):
    track: Annotated[Track, TRACKS] = Field(title="유형", description="세우거나 다시 가게 할 유형입니다.")
    hold: Annotated[bool, HOLDING] = Field(
        title="할 일", description="보류하면 풀 때까지 다음 단계로 넘어가지 않습니다."
    )


class LeaveForm(Confirmed, ReasonForm):
    track: Annotated[Track, TRACKS] = Field(
        title="유형", description="올해에서 뺄 유형입니다. 되돌릴 수 없습니다."
    )


@task(CYCLE, "보류와 보류 풀기", "lane.held", "lane.released")
def hold(house: House, form: HoldForm, staff: Staff) -> str:
    """한 유형을 세우거나, 세운 유형을 다시 가게 합니다."""
    (door.hold if form.hold else door.release)(house, form.cycle, form.track, staff=staff)
    said = "보류했습니다. 풀 때까지 다음 단계로 넘어가지 않습니다." if form.hold else "보류를 풀었습니다."
    return f"{door.name_of(house, form.cycle, form.track)}: {said}"


@task(CYCLE, "유형 제외", "lane.withdrawn", moves_deadlines=True)
def leave(house: House, form: LeaveForm, staff: Staff) -> str:
    """한 유형을 올해에서 뺍니다. 되돌릴 수 없습니다."""
    door.leave(house, form.cycle, form.track, staff=staff)
    return f"{door.name_of(house, form.cycle, form.track)}: 올해에서 뺐습니다."
