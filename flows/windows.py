"""기간 the forms that move a deadline: later before it has come, or open again after."""

from typing import Annotated

from pydantic import Field

from door import staff as door
from door.house import House
from door.staff import Staff
from flows.choices import STAGES, TRACKS, TRACKS_OR_CYCLE, WHOLE_CYCLE
from flows.forms import Confirmed, Moment, ReasonForm
from flows.office import CYCLE, task
from states.korean import with_particle
from states.stage import Stage, label_of
from states.track import Track
from states.window import say_moment

_CLOSES = "이때부터는 받지 않습니다(한국 시각). 31일 밤 12시까지 받으려면 다음 날 00:00입니다."


class ExtendForm(Confirmed, ReasonForm):
    track: Annotated[Track | None, TRACKS_OR_CYCLE] = Field(
        title="유형", description="총회부터의 기간을 늦추려면 '주기 전체'를 고릅니다."
    )
    stage: Annotated[Stage, STAGES] = Field(
        title="단계", description="마감을 늦출 단계입니다. 이미 마감된 단계는 연장할 수 없습니다."
    )
    closes: Moment = Field(title="새 마감", description=_CLOSES)


class ReopenForm(Confirmed, ReasonForm):
    track: Annotated[Track, TRACKS] = Field(title="유형", description="앞 단계를 다시 열 유형입니다.")
    closes: Moment = Field(title="새 마감", description=_CLOSES)


@task(CYCLE, "기간 연장", "window.extended", moves_deadlines=True)
def extend(house: House, form: ExtendForm, staff: Staff) -> str:
    """마감 전인 단계의 마감을 늦춥니다. 다음 단계와 겹치면 다음 단계가 그만큼 늦게 열립니다."""
    closes = door.korean(form.closes)
    door.extend(house, form.cycle, form.track, form.stage, closes=closes, staff=staff)
    name = door.name_of(house, form.cycle, form.track) if form.track else WHOLE_CYCLE
    moment = with_particle(say_moment(closes), "으로/로")
    return f"{name} {form.stage.label} 마감을 {moment} 늦추었습니다."


@task(CYCLE, "앞 단계 다시 열기", "stage.reopened", moves_deadlines=True)
def reopen(house: House, form: ReopenForm, staff: Staff) -> str:
    """한 유형의 바로 앞 단계를 다시 엽니다. 그 단계에서 넘어온 사업들도 함께 되돌아갑니다."""
    closes = door.korean(form.closes)
    moved = door.reopen(house, form.cycle, form.track, closes=closes, staff=staff)
    name = door.name_of(house, form.cycle, form.track)
    return f"{name}: {label_of(moved['to'])} 단계를 다시 열었습니다. 마감: {say_moment(closes)}"
