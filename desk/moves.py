"""한꺼번에 moving many projects at once: the machine decides once per status, the rows move by set."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from models.journal import Turn
from models.project import Project as Row
from models.project import move_set, numbers_in, subject_of
from states.chart import decide, leading_to, sources
from states.project import Project
from states.track import Track


def move_all(
    turn: Turn,
    year: int,
    track: Track,
    event: str,
    *,
    numbers: Sequence[int] | None = None,
    effective_at: datetime | None = None,
) -> int:
    """Move every project of a lane that this event can move, or only these; one chained entry for each."""
    wanted = numbers_in(turn.session, year, track, sources(Project, event), numbers=numbers)
    targets = {status: decide(Project, status, event) for status in dict.fromkeys(row[1] for row in wanted)}
    some = None if numbers is None else [number for number, _, _ in wanted]
    return _move(turn, year, track, event, wanted, targets, some, effective_at)


def move_up_to(
    turn: Turn,
    year: int,
    track: Track,
    event: str,
    target: str,
    *,
    numbers: Sequence[int],
    effective_at: datetime | None = None,
) -> int:
    """Move these projects to a status that the event leads to when it is said again and again."""
    statuses = leading_to(Project, event, target)
    wanted = numbers_in(turn.session, year, track, statuses, numbers=numbers)
    targets = dict.fromkeys(statuses, target)
    return _move(turn, year, track, event, wanted, targets, [row[0] for row in wanted], effective_at)


def _move(
    turn: Turn,
    year: int,
    track: Track,
    event: str,
    wanted: Sequence[tuple[int, str, int]],
    targets: Mapping[str, str],
    some: Sequence[int] | None,
    effective_at: datetime | None,
) -> int:
    payloads = {status: {"event": event, "from": status, "to": target} for status, target in targets.items()}
    moved_by = [(subject_of(year, number), payloads[status]) for number, status, _ in wanted]
    turn.outcomes("project.moved", moved_by, effective_at=effective_at)
    moved = move_set(turn.session, year, track, targets, some)
    if moved != len(wanted):
        raise RuntimeError(f"{event} wrote {len(wanted)} entries and moved {moved} projects of {track}")
    return moved


def move_one(turn: Turn, project: Row, event: str, *, effective_at: datetime | None = None) -> str:
    """Move one project by its machine, with its entry; return where it stands now."""
    source, project.status = project.status, decide(Project, project.status, event)
    turn.session.add(project)
    payload = {"event": event, "from": source, "to": project.status}
    turn.outcome(
        "project.moved", subject_of(project.cycle, project.number), payload, effective_at=effective_at
    )
    return project.status
