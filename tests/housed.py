"""A founded house of its own at any moment of the small year, with its clock there."""

import shutil
from dataclasses import replace
from pathlib import Path

from door import keys
from door.house import House, enter
from door.publish import republish
from door.settings import Settings
from states.window import kst
from tests.toy import live


def house_at(home: Path, empty: Path, until: str) -> House:
    """Live the small year up to a moment, and publish what it ended."""
    home.mkdir()
    shutil.copy(empty, home / "hanmadang.db")
    keys.make(home / "keys.json")
    house = enter(Settings(home=home))
    live(house.engine, until)
    republish(house)
    return replace(house, now=lambda: kst(until))
