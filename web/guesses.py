"""어림짐작 wrong codes for numbers that nobody has: answered as for anybody else, so that guessing tells nothing."""

from collections import OrderedDict
from threading import Lock

from door import identity
from door.house import House
from door.identity import Proven
from states.code import CodeWrong, Guard

_MOST = 10_000


class Guesses:
    """How often each number was given with a wrong code, whether anybody has it or not."""

    def __init__(self, house: House) -> None:
        self._house, self._lock = house, Lock()
        self._guards: OrderedDict[int, Guard] = OrderedDict()

    def prove(self, person: int, code: str) -> Proven:
        """Prove somebody at the city's register; a number without codes locks as one that has them does."""
        try:
            proven = identity.prove(self._house, None, person, code)
        except CodeWrong:
            with self._lock:
                self._count(person)
            raise
        with self._lock:
            self._guards.pop(person, None)
        return proven

    def _count(self, person: int) -> None:
        now = self._house.now()
        guard = self._guards.get(person, Guard())
        guard.refuse_locked(now)
        self._guards[person] = guard.after_wrong(now)
        self._guards.move_to_end(person)
        if len(self._guards) > _MOST:
            self._guards.popitem(last=False)
