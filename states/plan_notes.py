"""운영계획 살펴보기: what is allowed in a plan, yet worth a second look before it is announced."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from states.figures import Span
from states.korean import with_particle
from states.plan import Path, Plan
from states.stage import Stage
from states.track import Track
from states.window import KST, say_day

_WEEKEND = {5: "토요일", 6: "일요일"}


@dataclass(frozen=True, slots=True)
class Note:
    """Advice on one place of a plan; never a fault."""

    path: Path
    text: str

    def __str__(self) -> str:
        return f"{'.'.join(self.path)}: {self.text}"


def notes(plan: Plan, holidays: Mapping[date, str]) -> tuple[Note, ...]:
    """Say which windows open or close on a day of rest, and which dated steps lie outside their stage."""
    return tuple(dict.fromkeys((*_days_of_rest(plan, holidays), *_strays(plan))))


def name_of(plan: Plan, track: Track | None, stage: Stage) -> str:
    """Say a stage of a lane by the name of its year, or a stage of the whole cycle: 시정참여형 공모."""
    return f"{plan.by_track[track].name} {stage.label}" if track else stage.label


def _days_of_rest(plan: Plan, holidays: Mapping[date, str]) -> Iterator[Note]:
    """The assembly is a festival on a day of rest, and what ends with it may."""
    festival = {_first_day(plan.assembly.window), _last_day(plan.assembly.window)}
    for track, stage, _ in plan.windows():
        span, path = plan.span(track, stage), plan.window_path(track, stage)
        for which, day in (("첫날", _first_day(span)), ("마지막 날", _last_day(span))):
            rest = holidays.get(day) or _WEEKEND.get(day.weekday())
            if rest and day not in festival:
                subject = with_particle(f"{name_of(plan, track, stage)} {which}", "이/가")
                yield Note(path, f"{subject} {rest}입니다: {say_day(day)}")


def _strays(plan: Plan) -> Iterator[Note]:
    for track, stage, milestone in plan.milestones():
        stage_span = plan.span(track, stage)
        if _first_day(milestone) < _first_day(stage_span) or _last_day(milestone) > _last_day(stage_span):
            path = (*plan.window_path(track, stage)[:-1], "milestones")
            yield Note(path, f"'{milestone.name}' 일정이 {name_of(plan, track, stage)} 기간 밖에 있습니다")


def _first_day(span: Span) -> date:
    return span.window.opens.astimezone(KST).date()


def _last_day(span: Span) -> date:
    return (span.window.closes.astimezone(KST) - timedelta(microseconds=1)).date()
