"""지휘 at the door: a notice is let go, held back, gone on with or called off, and the journal says who decided it."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlmodel import Session

from desk import notice
from door.acts import do, done_before
from door.house import House
from door.staff import Staff
from door.telling import open_office
from models.journal import CITY, Act
from notifications import again, command
from notifications.command import Whole
from notifications.office import PostOffice

Deed = Callable[[House, Session, Mapping[str, Any], Act], Any]


def approve(house: House, name: str, *, seen: str, staff: Staff) -> Whole:
    """Let a notice go as it was seen; with a second person in the house this waits for them."""
    whole = command.look(open_office(house), name)
    if whole.hash != seen:
        raise command.ApprovalStale(name=name)
    said = {
        "notice": name,
        "seen": seen,
        "template": whole.template,
        "people": whole.people,
        "won": whole.won,
    }
    _do(house, "notice.approved", said, staff)
    return whole


def pause(house: House, name: str, *, staff: Staff) -> None:
    """Send no further batch; the one in hand is finished."""
    _do(house, "notice.paused", {"notice": name}, staff)


def resume(house: House, name: str, *, staff: Staff) -> None:
    """Go on where it was stopped."""
    _do(house, "notice.resumed", {"notice": name}, staff)


def cancel(house: House, name: str, *, staff: Staff) -> int:
    """Send nothing more of it; return how many are not sent."""
    return int(_do(house, "notice.cancelled", {"notice": name}, staff))


def retry(house: House, name: str, *, staff: Staff) -> int:
    """Send once more what certainly did not leave; return how many."""
    return int(_do(house, "notice.retried", {"notice": name}, staff))


def _do(house: House, fact: str, said: Mapping[str, Any], staff: Staff) -> Any:
    return do(
        house, None, lambda session, act: DEEDS[fact](house, session, said, act), act=staff.act, by=staff.by
    )


def _approve(house: House, session: Session, said: Mapping[str, Any], act: Act) -> str:
    done = _is_done(session, act)
    if not done:
        command.judge(open_office(house), session, said["notice"], seen=said["seen"])
    name = notice.approve(
        session,
        said["notice"],
        seen=said["seen"],
        template=said["template"],
        people=said["people"],
        won=said["won"],
        act=act,
    )
    if not done:
        command.let_go(session, name, seen=said["seen"], template=said["template"], by=act.by, at=house.now())
    return name


def _pause(house: House, session: Session, said: Mapping[str, Any], act: Act) -> Any:
    return _turned(house, session, said, act, notice.pause, command.pause)


def _resume(house: House, session: Session, said: Mapping[str, Any], act: Act) -> Any:
    return _turned(house, session, said, act, notice.resume, command.resume)


def _cancel(house: House, session: Session, said: Mapping[str, Any], act: Act) -> int:
    return int(_turned(house, session, said, act, notice.cancel, command.cancel) or 0)


def _retry(house: House, session: Session, said: Mapping[str, Any], act: Act) -> int:
    return int(_turned(house, session, said, act, notice.retry, again.retry) or 0)


def _turned(
    house: House,
    session: Session,
    said: Mapping[str, Any],
    act: Act,
    keep: Callable[..., str],
    turn: Callable[[PostOffice, Session, str], Any],
) -> Any:
    """What the journal says and what becomes of the notice, in one transaction; done again, nothing becomes of it."""
    done, name = _is_done(session, act), said["notice"]
    found = None if done else turn(open_office(house), session, name)
    keep(session, name, act=act)
    return found


def _is_done(session: Session, act: Act) -> bool:
    return done_before(session, CITY, act) is not None


#: what carrying out each of these acts does to the notice itself
DEEDS: Mapping[str, Deed] = {
    "notice.approved": _approve,
    "notice.paused": _pause,
    "notice.resumed": _resume,
    "notice.cancelled": _cancel,
    "notice.retried": _retry,
}
