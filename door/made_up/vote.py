"""지어낸 투표와 총회 ballots come in by the file, the box is sealed and counted, and the assembly approves every list."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlmodel import Session

from desk import assembly, vote
from door.made_up.ballots import MOMENTS, Cast
from door.made_up.scene import Scene, Step, Work, part
from door.vote import seal_box, take_batch
from models.journal import Act
from models.poll import listed, poll_of, result_of
from models.project import numbers_in
from states.ballot import Batch, micros
from states.plan import DistrictPlan
from states.stage import Stage
from states.track import Track
from states.vote import needed, poll_name

_BATCHES = 5
_LATE = timedelta(minutes=1)


def voted(scene: Scene) -> Iterator[Step]:
    """The ballots come in parts, the last one with those of the closing day."""
    lead = scene.plan.leading
    name, closes = poll_name(scene.plan, lead) or "", scene.plan.window(lead, Stage.VOTE).closes
    for batch in range(_BATCHES):
        at = scene.calendar.share(lead, Stage.VOTE, batch + 1, _BATCHES) + timedelta(minutes=5)
        yield Step(at, Stage.VOTE, f"ballots-{batch + 1}", _taking(scene, name, batch))
    counted = closes + scene.plan.settle
    yield Step(counted, Stage.VOTE, "seal", lambda s, a: seal_box(scene.house, s, scene.year, name, act=a))
    yield Step(counted, Stage.VOTE, "tally", lambda s, a: vote.tally(s, scene.year, name, act=a))


def _taking(scene: Scene, name: str, batch: int) -> Work:
    def work(session: Session, act: Act) -> int:
        poll = poll_of(session, scene.year, name)
        numbers = [one.number for one in listed(session, poll)]
        picks = needed(scene.plan.polls[name].picks.value, len(numbers))
        cast = scene.inputs.ballots(batch, _BATCHES, numbers, picks)
        made = columns(scene, name, batch, cast)
        return take_batch(scene.house, session, scene.year, name, made, act=act)

    return work


def columns(scene: Scene, name: str, batch: int, cast: Sequence[Cast]) -> Batch:
    """A batch as the city's voting site hands it over, with each voter hashed."""
    lead, made = scene.plan.leading, Batch()
    opens, until = (scene.calendar.share(lead, Stage.VOTE, batch + more, _BATCHES) for more in (0, 1))
    first, span, late = micros(opens), micros(until) - micros(opens), micros(until + _LATE)
    ring = scene.house.ring
    voters = ring.lookups((f"voter:{scene.year}:{name}:{one.voter}" for one in cast), key=ring.current)
    for one, voter in zip(cast, voters, strict=True):
        stamp = first + span * one.at // MOMENTS if one.at < MOMENTS else late
        made.add(stamp, voter, one.group, one.picks)
    return made


def assembled(scene: Scene) -> Iterator[Step]:
    """Members are counted, and each list is decided on."""
    present = scene.inputs.size.present

    def attend(session: Session, act: Act) -> object:
        return assembly.attend(session, scene.year, present, act=act)

    def resolve(session: Session, act: Act) -> None:
        for track in (track for track in scene.plan.by_track if track.proposes):
            _resolve(scene, session, track, part(act, track))

    yield scene.step(None, Stage.ASSEMBLY, "2019-08-31 16:30", "attend", attend)
    yield scene.step(None, Stage.ASSEMBLY, "2019-08-31 17:00", "resolve", resolve)


def _resolve(scene: Scene, session: Session, track: Track, act: Act) -> None:
    found = result_of(session, scene.year, track)
    chosen = found[1] if found else _by_district(scene, session, track)
    assembly.resolve(session, scene.year, track, chosen, result=found[0] if found else None, act=act)


def _by_district(scene: Scene, session: Session, track: Track) -> list[int]:
    """Each district's committee has chosen for its own money; other tracks bring no list yet."""
    section = scene.plan.by_track[track]
    if not isinstance(section, DistrictPlan):
        return []
    costs = {number: cost for number, _, cost in numbers_in(session, scene.year, track, ("eligible",))}
    by_district: dict[int, dict[int, int]] = {}
    for one in scene.proposals:
        if one.number in costs:
            by_district.setdefault(one.districts[0], {})[one.number] = costs[one.number]
    each = section.per_district.ceiling or 0
    return [n for district, some in by_district.items() for n in scene.inputs.preferred(district, some, each)]
