"""저장 a file is there whole or not at all, and nobody's file is written over unasked."""

from pathlib import Path
from typing import IO

import pytest

from door.saving import FileThere, NoSuchFolder, NotWritable, judge, save, save_by


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    assert save(tmp_path / "a.csv", b"abc") == 3
    assert (tmp_path / "a.csv").read_bytes() == b"abc"
    assert (tmp_path / "a.csv").stat().st_mode & 0o777 == 0o644


def test_nobodys_file_is_written_over_unasked(tmp_path: Path) -> None:
    save(tmp_path / "a.csv", b"mine")
    with pytest.raises(FileThere):
        save(tmp_path / "a.csv", b"other")
    assert (tmp_path / "a.csv").read_bytes() == b"mine"
    assert save(tmp_path / "a.csv", b"other", force=True) == 5


def test_what_breaks_off_leaves_nothing_and_takes_nothing(tmp_path: Path) -> None:
    save(tmp_path / "a.csv", b"mine")

    def half(file: IO[bytes]) -> None:
        file.write(b"half")
        raise RuntimeError("broke off")

    with pytest.raises(RuntimeError):
        save_by(tmp_path / "a.csv", half, force=True)
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("a.csv", b"mine")]


def test_a_full_disk_is_said_in_a_sentence(tmp_path: Path) -> None:
    def full(file: IO[bytes]) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(NotWritable, match="No space left"):
        save_by(tmp_path / "a.csv", full)


def test_what_could_not_be_written_is_known_before_anything_is_done(tmp_path: Path) -> None:
    with pytest.raises(NoSuchFolder):
        judge(tmp_path / "none" / "a.csv")
    with pytest.raises(NotWritable):
        judge(tmp_path)
    with pytest.raises(NotWritable, match="too long"):
        judge(tmp_path / ("a" * 300))
