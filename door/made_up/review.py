"""지어낸 심사 when each council does what: the quick ones have finished while others still deliberate."""

from collections.abc import Callable, Iterator
from datetime import datetime

from sqlmodel import Session

from door.made_up.scene import Scene, Step
from door.made_up.sitting import Sitting
from models.journal import Act
from models.meeting import meetings_of
from states.review import MEETINGS, RANKINGS, Terms
from states.stage import Stage
from states.track import Track

#: on which day a council takes each step, the quick ones, the others and the slow ones
_DAYS = {
    "eligibility": ("2019-05-13", "2019-05-14", "2019-05-16"),
    "hearing": ("2019-05-22", "2019-05-24", "2019-05-29"),
    "site_visit": ("2019-06-05", "2019-06-10", "2019-06-13"),
    "first_ranking": ("2019-06-18", "2019-06-19", "2019-06-20"),
    "deliberation": ("2019-06-26", "2019-06-28", "2019-07-04"),
    "second_ranking": ("2019-07-02", "2019-07-09", "2019-07-11"),
}
#: and when it is called together for it
_CALLED = {
    "eligibility": ("2019-05-10",) * 3,
    "first_ranking": ("2019-06-14",) * 3,
    "deliberation": ("2019-06-24", "2019-06-24", "2019-07-01"),
    "second_ranking": ("2019-06-27", "2019-07-01", "2019-07-05"),
}
_PACES = 3


def reviewed(scene: Scene) -> Iterator[Step]:
    """Every council of every track that has them."""
    for track in scene.voting:
        for field in _fields(scene, track):
            yield from _Council(scene, track, field).steps()


def _fields(scene: Scene, track: Track) -> list[int]:
    return sorted({one.field for one in scene.proposals if one.track is track and one.kept})


class _Council:
    """The steps of one council."""

    def __init__(self, scene: Scene, track: Track, field: int) -> None:
        self.scene, self.track, self.field = scene, track, field
        self.pace = (field - 1) * _PACES // max(1, scene.inputs.size.fields)
        self.minute = f"{field:02}"

    def steps(self) -> Iterator[Step]:
        yield self._at("2019-05-09 10", "seat", Sitting.seat)
        for step in Terms.of(self.scene.plan, self.track).steps:
            day = _DAYS[step][self.pace]
            if step in MEETINGS:
                meets = self.scene.calendar.on(self.track, Stage.REVIEW, f"{day} 14:00")
                yield self._at(f"{_CALLED[step][self.pace]} 11", f"call-{step}", _calling(meets))
            if step in RANKINGS:
                early = self._early(day)
                yield self._at(f"{early} 15", f"score-{step}", _scoring_half)
            yield self._at(f"{day} 17", step, _taking(step))

    def _early(self, day: str) -> str:
        """Half of the sheets come in two days before the meeting, or on its morning."""
        return {"2019-07-09": "2019-07-02", "2019-07-11": "2019-07-09"}.get(day, day)

    def _at(self, hour: str, name: str, work: Callable[[Sitting], None]) -> Step:
        def done(session: Session, act: Act) -> None:
            work(Sitting(self.scene, session, self.track, self.field, act))

        named = f"{self.track}-{self.field:02}-{name}"
        return self.scene.step(self.track, Stage.REVIEW, f"{hour}:{self.minute}", named, done)


def _calling(at: datetime) -> Callable[[Sitting], None]:
    return lambda sitting: sitting.call(at)


def _scoring_half(sitting: Sitting) -> None:
    sitting.score(sitting.persons[::2], "early")


def _taking(step: str) -> Callable[[Sitting], None]:
    """What the council does on the day of this step."""

    def take(sitting: Sitting) -> None:
        if step in MEETINGS:
            sitting.hold(meetings_of(sitting.session, sitting.unit)[-1].number)
        if step in RANKINGS:
            sitting.score(sitting.persons[1::2], "late")
            sitting.rank()
        elif step == "deliberation":
            sitting.make_concrete()
        if step not in RANKINGS:
            sitting.judge()
        sitting.go_on()

    return take
