"""지어낸 한 해 every step of it in order, from the opening to the end."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from operator import attrgetter

from sqlmodel import Session

from desk import cycle, lane
from door.made_up.call import classified, opened, received
from door.made_up.money import budgeted
from door.made_up.review import reviewed
from door.made_up.scene import Scene, Step, Work
from door.made_up.vote import assembled, voted
from models.journal import Act
from states.stage import Stage
from states.track import Track


def steps(scene: Scene) -> Sequence[Step]:
    """What happens at one moment happens in the order in which it stands here."""
    parts = (opened, received, classified, reviewed, voted, _deadlines, assembled, budgeted)
    return sorted((step for part in parts for step in part(scene)), key=attrgetter("at"))


def _deadlines(scene: Scene) -> Iterator[Step]:
    """What the sweep moves when its time has come."""
    for track, stage, window in scene.plan.windows():
        at = window.closes + scene.plan.settle
        yield Step(at, stage, f"advance-{track or 'cycle'}-{stage}", _advancing(scene, track, stage))


def _advancing(scene: Scene, track: Track | None, stage: Stage) -> Work:
    def work(session: Session, act: Act) -> object:
        if track:
            return lane.advance(session, scene.year, track, act=act)
        if stage is Stage.AGREEMENT:
            return cycle.close(session, scene.year, act=act)
        return cycle.advance_cycle(session, scene.year, act=act)

    return work


def until(some: Sequence[Step], moment: datetime) -> Sequence[Step]:
    """Those before a moment."""
    return [step for step in some if step.at < moment]
