"""연 집 the house, opened once in a process that runs flows."""

from functools import lru_cache

from door.house import House, enter
from door.settings import Settings


@lru_cache(maxsize=1)
def house() -> House:
    """The house that this process's settings name."""
    return enter(Settings.read())
