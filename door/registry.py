"""목록 every act by its fact: what a form, or an approval, carries out with arguments as the journal keeps them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from desk.feed import Given
from desk.replay import FEEDS
from door import vote as vote_door
from door.commanding import DEEDS
from door.house import House
from models.authenticator import drop_secret
from models.journal import Act, Entry
from states.fact import name_of


@dataclass(frozen=True, slots=True)
class Carried:
    """An act to be carried out: where, which, and with what."""

    place: str  #: the chain: "2030", or "city"
    fact: str
    arguments: Mapping[str, Any]

    @property
    def title(self) -> str:
        return name_of(self.fact)


def names() -> Mapping[str, str]:
    """Every act that can be carried out, and what people call it."""
    return {fact: name_of(fact) for fact in FEEDS}


def carry_out(house: House, session: Session, what: Carried, act: Act) -> Any:
    """Do an act; what only a door can do is done by its door."""
    result = _CARRIES.get(what.fact, _fed)(house, session, what, act)
    if what.fact == "codes.revoked":
        drop_secret(session, what.arguments["person"])
    return result


def _fed(house: House, session: Session, what: Carried, act: Act) -> Any:
    entry = Entry(chain=what.place, fact=what.fact, effective_at=act.now)  # where the act is, and its stamp
    return FEEDS[what.fact].again(Given(session, session, entry, what.arguments, act))


def _seal(house: House, session: Session, what: Carried, act: Act) -> Any:
    return vote_door.seal_box(house, session, int(what.place), what.arguments["poll"], act=act)


def _command(house: House, session: Session, what: Carried, act: Act) -> Any:
    return DEEDS[what.fact](house, session, what.arguments, act)


_Carry = Callable[[House, Session, Carried, Act], Any]
_CARRIES: Mapping[str, _Carry] = {"poll.sealed": _seal, **dict.fromkeys(DEEDS, _command)}
