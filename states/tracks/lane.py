"""길 one track in one cycle: it knows stages only; the work inside a stage is its units'."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from statemachine import State

from states.board import Left, WorkLeft, say_left
from states.chart import StrictChart
from states.refusals import Refusal
from states.stage import OUT, READY
from states.window import Window, say_moment, say_span


class LaneHeld(Refusal):
    code = "lane.held"
    text = (
        "{track:은/는} 보류 중이어서 넘어가지 않습니다. 까닭을 확인하고 보류를 풀면 다음 점검 때 넘어갑니다."
    )


class NotDue(Refusal):
    code = "stage.not_due"
    text = "{stage:은/는} {closes}에 끝납니다. 아직 {remaining} 남았습니다. 때가 되면 저절로 넘어갑니다."


class StageMissed(Refusal):
    code = "stage.missed"
    text = (
        "{stage} 기간이 {closes}에 끝난 뒤에야 이 단계에 들어와, 시민이 참여할 때가 없었습니다. 저절로 넘기지 않습니다. "
        "기간 연장으로 새 기간을 정해 주세요."
    )


@dataclass(frozen=True, slots=True)
class Moment:
    """What the rules of a move look at: the time, the stage's window, and what is left."""

    now: datetime
    window: Window
    settle: timedelta = timedelta()
    left: tuple[Left, ...] = ()
    held: bool = False
    name: str = ""  #: the track's name in its year
    missed: bool = False  #: the lane came here only after the window had closed, and citizens had no time


class Lane(StrictChart):
    """A track's way through its stages; each validator raises a refusal that says what is left and whose it is."""

    def due(self, moment: Moment, source: State) -> None:
        """Refuse while held, before the deadline, and before requests stamped in time have landed."""
        if moment.held:
            raise LaneHeld(track=moment.name)
        if moment.missed:
            raise StageMissed(stage=source.name, closes=say_moment(moment.window.closes))
        refuse_early(moment, source.name)

    def nothing_left(self, moment: Moment, source: State) -> None:
        """Refuse while somebody's work is open."""
        refuse_left(moment, source.name)


def refuse_early(moment: Moment, stage: str) -> None:
    """The stamp decides who is in time; the machine waits until requests stamped in time have landed."""
    locks = moment.window.closes + moment.settle
    if moment.now < locks:
        raise NotDue(
            stage=stage, closes=say_moment(moment.window.closes), remaining=say_span(locks - moment.now)
        )


def refuse_left(moment: Moment, stage: str) -> None:
    """Name everything that is left, and whose it is."""
    if moment.left:
        raise WorkLeft(stage=stage, left=say_left(moment.left))


def is_over(state: str) -> bool:
    """Has this lane ended, ready for the assembly or out?"""
    return state in (READY, OUT)
