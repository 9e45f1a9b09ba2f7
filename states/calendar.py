"""일정 변경 extending a stage before it closes, opening it again after."""

from collections.abc import Iterator, Set
from datetime import datetime

from states.amendment import Amendment, fold
from states.plan import Path, Plan
from states.plan_reader import PlanFaults
from states.refusals import Refusal
from states.stage import Stage, label_of
from states.track import Track
from states.window import Window, say_moment

#: where a citizen's stamp decides who is in time
STAMPED = (Stage.CALL, Stage.OBJECTION, Stage.VOTE)


class ExtendTooLate(Refusal):
    code = "extend.too_late"
    text = "{stage:은/는} {closes}에 이미 마감되어 연장할 수 없습니다. 더 받아야 하면 다음 단계로 넘어간 뒤에 이 단계를 다시 열어 주세요."


class ExtendBackwards(Refusal):
    code = "extend.backwards"
    text = "새 마감 {given:은/는} 지금과 지금의 마감 가운데 늦은 때({closes})보다 늦어야 합니다. 마감을 앞당길 수는 없습니다. 더 늦은 때를 적어 주세요."


class ReopenInPast(Refusal):
    code = "reopen.past"
    text = "새 마감 {given:이/가} 지금보다 늦어야 합니다. 앞으로의 때를 적어 주세요."


class CalendarClash(Refusal):
    code = "calendar.clash"
    text = "마감을 {given:으로/로} 바꾸면 다른 일정과 어긋납니다: {problems}. 뒤 단계의 마감을 먼저 늦추거나 더 이른 때를 적어 주세요."


class VoteRunning(Refusal):
    code = "calendar.running"
    text = "다른 유형이 함께하는 투표를 이미 하고 있어 마감을 {given:으로/로} 바꿀 수 없습니다. 그 투표가 {closes}에 끝난 뒤에 다시 정하면 투표를 다시 함께 합니다. 기다릴 수 없으면 이 유형을 올해에서 빼 주세요."


def extend(
    plan: Plan,
    track: Track | None,
    stage: Stage,
    closes: datetime,
    *,
    now: datetime,
    over: bool,
    missed: bool = False,
    occupied: Set[Path] = frozenset(),
) -> list[Amendment]:
    """Move a deadline; a next stage that would overlap opens later, and one that is over already is held anew.

    Where citizens are stamped, a deadline that has come is kept. Where only our own work is late, it may still move
    until the stage is `over`. A stage that was `missed` is given a window of its own, from now on. A window that is
    `occupied` by a lane is not taken away from under it.
    """
    window = plan.window(track, stage)
    late = now >= window.closes
    if over or (late and stage in STAMPED and not missed):
        raise ExtendTooLate(stage=label_of(stage), closes=say_moment(window.closes))
    if closes <= max(window.closes, now):
        raise ExtendBackwards(given=say_moment(closes), closes=say_moment(max(window.closes, now)))
    opens = now if late and missed else window.opens
    return _moved(plan, track, stage, Window(opens, closes), now=now, occupied=occupied)


def reopen(
    plan: Plan,
    track: Track,
    stage: Stage,
    closes: datetime,
    *,
    now: datetime,
    occupied: Set[Path] = frozenset(),
) -> list[Amendment]:
    """Open a closed stage again from now on."""
    if closes <= now:
        raise ReopenInPast(given=say_moment(closes))
    window = plan.window(track, stage)
    opens = now if stage in STAMPED else min(window.opens, now)  # who was too late stays too late
    return _moved(plan, track, stage, Window(opens, closes), now=now, occupied=occupied)


def _moved(
    plan: Plan, track: Track | None, stage: Stage, window: Window, *, now: datetime, occupied: Set[Path]
) -> list[Amendment]:
    amendments = [Amendment.of(plan.window_path(track, stage), window)]
    for path, planned in _followers(plan, track, stage):
        moved = _behind(window, planned, now)
        if moved and path in occupied and now in planned:
            raise VoteRunning(given=say_moment(window.closes), closes=say_moment(planned.closes))
        if moved:
            amendments.append(Amendment.of(path, moved))
    try:
        fold(plan, amendments)
    except PlanFaults as clash:
        problems = ". ".join(fault.problem for fault in clash.faults)
        raise CalendarClash(given=say_moment(window.closes), problems=problems) from None
    return amendments


def _behind(window: Window, planned: Window, now: datetime) -> Window | None:
    """Where the window of the next stage must lie, when it cannot stay as it was planned."""
    if planned.opens < window.closes < planned.closes:
        return Window(window.closes, planned.closes)
    if planned.closes <= now:
        return Window(window.closes, window.closes + (planned.closes - planned.opens))
    return None


def _followers(plan: Plan, track: Track | None, stage: Stage) -> Iterator[tuple[tuple[str, ...], Window]]:
    """The stage that comes next, in each lane that shares this window."""
    path = plan.window_path(track, stage)
    sharing = [(t, s) for t, s, _ in plan.windows() if plan.window_path(t, s) == path]
    for other, same in sharing:
        way = [s for t, s, _ in plan.windows() if t == other]
        for later in way[way.index(same) + 1 : way.index(same) + 2]:
            yield plan.window_path(other, later), plan.window(other, later)
