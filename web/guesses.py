"""어림짐작 wrong codes at the page's door: counted here, by whence they come, so that nobody locks others out by them."""

import ipaddress
from collections import OrderedDict, deque
from datetime import datetime, timedelta
from threading import Lock

from door import identity
from door.house import House
from door.identity import Proven
from states.code import TRIES, CodeLocked, CodeUsed, CodeWrong, Guard
from states.refusals import Refusal
from states.window import say_moment

#: wrong codes from one place, and for one person from all places, until the door waits as the rule for codes says
_OF_SOURCE, _OF_PERSON = 20, 40
_OF_ALL, _HOUR = 100, timedelta(hours=1)  #: wrong codes at the whole door in an hour
_KEPT = 30_000  #: of each place, person, and person from a place; the oldest is forgotten
_Name = tuple[str, int | None]


class EntryLocked(Refusal):
    code = "web.entry_locked"
    text = (
        "코드를 여러 번 틀려 여기에서 들어오는 일이 {until}까지 잠겼습니다. 그 뒤에 다시 해 주세요. 이미 들어와 있는 사람은 "
        "그대로 할 수 있습니다. 본인이 한 일이 아니면 관리자에게 알려 주세요."
    )


class Guesses:
    """How often each number was given with a wrong code and whence, whether anybody has it or not."""

    def __init__(self, house: House) -> None:
        self._house, self._lock = house, Lock()
        self._guards: OrderedDict[_Name, Guard] = OrderedDict()
        self._wrong: deque[datetime] = deque(maxlen=_OF_ALL)

    def prove(self, source: str, person: int, code: str) -> Proven:
        """Prove somebody at the city's register, one at a time: many at once would be many guesses at one."""
        tries = _tries(_place(source), person)
        with self._lock:
            self._refuse_locked(tries)
            try:
                proven = identity.prove(self._house, None, person, code, locks=False)
            except (CodeWrong, CodeUsed):
                self._count(tries)
                raise
            if proven.by_code:
                for name in tries:
                    self._guards.pop(name, None)
        return proven

    def _refuse_locked(self, tries: dict[_Name, int]) -> None:
        now = self._house.now()
        if len(self._wrong) == _OF_ALL and now < self._wrong[0] + _HOUR:
            raise EntryLocked(until=say_moment(self._wrong[0] + _HOUR))
        for name in tries:
            try:
                self._guards.get(name, Guard()).refuse_locked(now)
            except CodeLocked as locked:
                raise EntryLocked(**locked.facts) from None

    def _count(self, tries: dict[_Name, int]) -> None:
        now = self._house.now()
        self._wrong.append(now)
        for name, most in tries.items():
            self._guards[name] = self._guards.get(name, Guard()).after_wrong(now, most)
            self._guards.move_to_end(name)
        while len(self._guards) > _KEPT:
            self._guards.popitem(last=False)


def _tries(place: str, person: int) -> dict[_Name, int]:
    """Under which names a try counts, and how often it may be wrong under each."""
    return {(place, person): TRIES, (place, None): _OF_SOURCE, ("", person): _OF_PERSON}


def _place(source: str) -> str:
    """An address; in the newer numbering, the network that one household has."""
    try:
        found = ipaddress.ip_address(source)
    except ValueError:
        return source or "?"
    return source if found.version == 4 else str(ipaddress.ip_network((int(found), 64), strict=False))
