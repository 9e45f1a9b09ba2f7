"""집 the rooms are ours: their everyday names belong to others elsewhere."""

import importlib
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.rooms import HOUSE, ROOMS, modules

TAKEN = {*ROOMS, *sys.stdlib_module_names, *packages_distributions()}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_imported_from_this_house(room: str) -> None:
    assert importlib.import_module(room).__file__ == str(HOUSE / room / "__init__.py")


def test_the_rooms_are_the_ones_that_are_shipped() -> None:
    config = (HOUSE / "pyproject.toml").read_text()
    listed = ", ".join(f'"{room}"' for room in ROOMS)
    assert config.count(f"[{listed}]") == 3, "the wheel, mypy and the import contracts name the same rooms"
    assert {path.parent.name for path in HOUSE.glob("*/__init__.py")} - {"benchmarks"} == set(ROOMS)


@pytest.mark.parametrize("path", modules("flows"), ids=lambda path: path.stem)
def test_a_file_in_flows_hides_nothing_when_its_folder_heads_the_path(path: Path) -> None:
    assert path.stem == "__init__" or path.stem not in TAKEN


def test_the_house_is_marked_as_not_for_upload() -> None:
    assert '"Private :: Do Not Upload"' in (HOUSE / "pyproject.toml").read_text()


def test_no_package_under_tests_hides_a_room() -> None:
    assert list((HOUSE / "tests").rglob("__init__.py")) == []
