"""상시 제안 what comes outside a window waits for the next call."""

from statemachine import Event, State

from states import call
from states.call import CostOutOfRange, Draft, NoCall
from states.chart import StrictChart
from states.refusals import Refusal
from states.track import Track

#: the tracks that invite citizens' proposals, in whichever year
INVITING = (Track.METRO, Track.COGOVERNANCE, Track.DISTRICT)


class PracticeTakesNothing(Refusal):
    code = "waiting.practice"
    text = (
        "{year}년 주기는 연습이어서 시민의 상시 제안을 들이지 않습니다. 실제로 운영하는 주기에 들여 주세요."
    )


class Waiting(StrictChart):
    """상시 제안."""

    kept = State("공모 대기", initial=True)
    taken = State("공모에 듦", final=True)
    withdrawn = State("철회", final=True)

    take = Event(kept.to(taken), name="공모에 들이기")
    withdraw = Event(kept.to(withdrawn), name="철회")


def judge(draft: Draft, track: Track) -> None:
    """Refuse what no call of any year would take; what its own call says is asked when it is taken in."""
    if track not in INVITING:
        raise NoCall(track=track.label)
    call.judge_anywhere(draft)
    if draft.cost < 1:
        raise CostOutOfRange(cost=draft.cost, limit="그 공모의 한도 안")


def judge_cycle(*, year: int, practice: bool) -> None:
    """Refuse to spend a citizen's proposal on a practice year."""
    if practice:
        raise PracticeTakesNothing(year=year)
