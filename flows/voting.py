"""투표 the forms that seal the box and count it; ballots come as files, never as a form."""

from pydantic import Field

from door import vote
from door.house import House
from door.staff import Staff, name_of
from flows.forms import Confirmed, ReasonForm, StaffForm
from flows.office import task
from states.stage import Stage
from states.track import Track

VOTE = Stage.VOTE.label


class PollForm(StaffForm):
    poll: str = Field(
        default="", title="투표함", description="투표함의 이름입니다. 하나뿐이면 비웁니다.", max_length=40
    )


class BatchForm(Confirmed, ReasonForm):
    batch: int = Field(
        title="묶음 번호",
        description="뺄 표 묶음의 번호입니다. 표를 넣을 때 받은 번호입니다.",
        ge=1,
        le=999_999_999,
    )


@task(VOTE, "표 묶음 빼기", "ballots.withdrawn")
def take_out(house: House, form: BatchForm, staff: Staff) -> str:
    """잘못 넣은 표 묶음을 봉인하기 전에 뺍니다. 두 사람이 하고, 되돌릴 수 없습니다."""
    gone = vote.withdraw(house, form.cycle, form.batch, staff=staff)
    return f"{form.batch}번 표 묶음을 뺐습니다. 그 안의 표 {gone:,}장은 세지 않습니다."


@task(VOTE, "봉인", "poll.sealed")
def seal(house: House, form: PollForm, staff: Staff) -> str:
    """투표함을 봉인합니다. 표를 가려 섞고, 누가 무엇을 골랐는지 이을 수 있는 것을 모두 없앱니다. 되돌릴 수 없습니다."""
    name = _poll(house, form)
    told = vote.seal(house, form.cycle, name, staff=staff)
    counted, listed = sum(told["counts"].values()), sum(told["faults"].values())
    return (
        f"'{name}' 투표함을 봉인했습니다. 유효한 표 {counted:,}장, 세지 않은 표 {listed:,}장. "
        f"뿌리 해시: {told['root']}"
    )


@task(VOTE, "개표", "poll.tallied")
def count(house: House, form: PollForm, staff: Staff) -> str:
    """봉인한 투표함을 셉니다. 결과와 그 까닭은 '개표 결과와 까닭'에서 봅니다."""
    told = vote.tally(house, form.cycle, _poll(house, form), staff=staff)
    said = [
        f"{name_of(house, form.cycle, Track(track))}: {part['winners']:,}개 사업, {part['spent']:,}원"
        for track, part in told["tracks"].items()
    ]
    return "개표했습니다. " + ". ".join(said) + "."


def _poll(house: House, form: PollForm) -> str:
    return form.poll.strip() or vote.only_poll(house, form.cycle)
