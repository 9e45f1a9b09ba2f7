"""방문 who is at the page: proven once at the door, remembered for a while, in this process only."""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from door.enrolment import Offer
from door.house import House
from web.held import Held

IDLE, LONGEST = timedelta(minutes=30), timedelta(hours=8)
_UNPROVEN = (
    200  #: visitors without a code who are remembered at once: whoever floods the door forgets them first
)
_HELD = 300 * 2**20  #: bytes of files that wait to be done; the oldest is let go


@dataclass(slots=True)
class Visitor:
    """One browser, from its entry until it leaves or is forgotten."""

    person: int
    enrolled: datetime | None  #: since when they have had the codes that proved them; none was asked for
    came: datetime
    seen: datetime
    word: str = field(repr=False)  #: what every form must bring back
    held: Held | None = None
    registers: bool = False  #: may they enter somebody new: asked at every page, for its menu
    offer: tuple[int, Offer] | None = field(
        default=None, repr=False
    )  #: whose new secret is being shown to a telephone

    @property
    def by_code(self) -> bool:
        return self.enrolled is not None


class Visitors:
    """Everybody who is here, by the hash of what their browser keeps."""

    def __init__(self, house: House) -> None:
        self._house, self._lock = house, Lock()
        self._here: dict[str, Visitor] = {}

    def welcome(self, person: int, enrolled: datetime | None) -> str:
        """Remember somebody; the word that their browser keeps."""
        now, word = self._house.now(), self._house.entropy(32).hex()
        with self._lock:
            self._forget(now)
            self._here[_name(word)] = Visitor(person, enrolled, now, now, self._house.entropy(32).hex())
        return word

    def find(self, word: str) -> Visitor | None:
        """Whose browser this is, if they were here lately."""
        now = self._house.now()
        with self._lock:
            visitor = self._here.get(_name(word))
            if visitor is None or _is_over(visitor, now):
                return None
            visitor.seen = now
            return visitor

    def leave(self, word: str) -> None:
        """Forget somebody."""
        with self._lock:
            self._here.pop(_name(word), None)

    def hold(self, visitor: Visitor, held: Held) -> None:
        """Keep a file until its owner says what to do with it; one for each, and not more than fits."""
        with self._lock:
            visitor.held = held
            others = [one for one in self._here.values() if one.held is not None and one is not visitor]
            others.sort(key=lambda one: one.seen, reverse=True)
            room = _HELD - held.size
            for one in others:
                room -= one.held.size if one.held else 0
                if room < 0:
                    one.held = None

    def _forget(self, now: datetime) -> None:
        self._here = {name: one for name, one in self._here.items() if not _is_over(one, now)}
        unproven = [name for name, one in self._here.items() if not one.by_code]  # as they came
        for name in unproven[: max(0, len(unproven) - _UNPROVEN + 1)]:
            del self._here[name]


def is_same(word: str, other: str) -> bool:
    """Compare two secret words without telling how far they agree."""
    return hmac.compare_digest(word.encode(), other.encode())


def _is_over(visitor: Visitor, now: datetime) -> bool:
    return now - visitor.seen >= IDLE or now - visitor.came >= LONGEST


def _name(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()
