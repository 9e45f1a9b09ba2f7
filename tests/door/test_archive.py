"""보관 a year goes into one file and is lived again from it alone; whatever was done to the file is noticed."""

import io
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from desk.replay import evidence_in
from door.archive import unpack
from door.archive.again import Lived, live_again
from door.archive.layout import (
    JOURNAL,
    KEYS,
    MANIFEST,
    PUBLISHED,
    SIGNATURE,
    ArchiveDamaged,
    ArchiveForeign,
    ArchiveForged,
    ArchiveMissing,
    ArchiveNoRoom,
    ArchiveNotWhole,
    ArchiveOfAnotherKey,
    ArchiveOfAnotherYear,
    ArchiveSwells,
    ArchiveUnsafe,
    Manifest,
)
from door.archive.unpack import Unpacked
from door.archive.write import write
from door.house import House
from door.saving import FileThere
from models import Row
from models.columns import EVIDENCE, kept
from models.keyring import Keyring
from models.publication import Published
from models.session import open_engine
from states.canonical import digest
from states.refusals import Refusal
from tests.housed import house_at
from tests.toy import HEAD, YEAR, live

Parts = dict[str, bytes]


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory, empty_sqlite: Path) -> Iterator[House]:
    """A house in which the small year stands in its classification."""
    house = house_at(tmp_path_factory.mktemp("archive") / "home", empty_sqlite, "2030-02-11 10:00")
    yield house
    house.engine.dispose()


@pytest.fixture(scope="module")
def archive(lived: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kept") / "2030.zip"
    write(lived, YEAR, path)
    return path


def parts_of(path: Path) -> Parts:
    with zipfile.ZipFile(path) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(path: Path, parts: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in parts.items():
            out.writestr(name, content)
    return path


def relisted(parts: Parts, ring: Keyring, **more: str) -> Parts:
    """The list made to fit what is there, and signed anew by somebody."""
    files = {n: (len(c), digest(c)) for n, c in parts.items() if n not in (MANIFEST, SIGNATURE)}
    manifest = replace(Manifest.read(parts[MANIFEST]), files=files, **more)
    key, signature = ring.sign(manifest.message())
    signed = json.dumps({"key": key, "signature": signature.hex()}).encode()
    return {**parts, MANIFEST: manifest.write(), SIGNATURE: signed}


def again(path: Path, **more: Any) -> Lived:
    with Unpacked(path) as opened:
        return live_again(opened, **more)


def test_a_year_is_lived_again_from_its_file_alone(tmp_path: Path, empty_sqlite: Path) -> None:
    house = house_at(tmp_path / "home", empty_sqlite, "2031-02-01 10:00")
    write(house, YEAR, tmp_path / "2030.zip")
    house.engine.dispose()
    shutil.rmtree(tmp_path / "home")
    with Unpacked(tmp_path / "2030.zip") as opened:
        found = live_again(opened, year=YEAR, key=opened.public_key)
    assert found.report.equal
    assert (found.report.head, found.manifest.head) == (HEAD, HEAD)
    assert (found.manifest.stage, found.manifest.entries) == ("closed", found.report.entries)
    assert found.heads > 5


def test_the_same_year_is_the_same_bytes(lived: House, archive: Path, tmp_path: Path) -> None:
    write(lived, YEAR, tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == archive.read_bytes()


def test_a_year_is_the_same_file_whatever_database_it_was_lived_in(
    lived: House, archive: Path, engine: Engine, tmp_path: Path
) -> None:
    live(engine, "2030-02-11 10:00")
    write(replace(lived, engine=engine), YEAR, tmp_path / "other.zip")
    assert (tmp_path / "other.zip").read_bytes() == archive.read_bytes()


def test_nothing_that_can_be_erased_is_in_it(lived: House, archive: Path) -> None:
    parts = parts_of(archive)
    tables = {
        name.removeprefix("tables/").removesuffix(".jsonl") for name in parts if name.startswith("tables/")
    }
    assert not tables & {"written", "contact", "person", "voter_roll", "key_proof", "receipt"}
    for name in sorted(tables):
        columns = json.loads(parts[f"tables/{name}.jsonl"].splitlines()[0])
        assert all(kept(Row.metadata.tables[name].columns[column]) == EVIDENCE for column in columns)
    secret = json.loads(lived.settings.keys_file.read_text())["keys"]["k1"].encode()
    assert not any(secret in content for content in parts.values())


def test_every_table_of_a_year_takes_its_evidence_alone() -> None:
    """What an archive leaves out has a default, or may be missing: else it could not be put back."""
    for table in Row.metadata.sorted_tables:
        if evidence_in(table, str(YEAR)) is not None:
            rest = [c for c in table.columns if kept(c) != EVIDENCE]
            assert all(column.nullable or column.default is not None for column in rest), table.name


def test_a_file_that_is_there_is_not_written_over_unasked(lived: House, tmp_path: Path) -> None:
    path = tmp_path / "mine.zip"
    path.write_text("mine")
    with pytest.raises(FileThere):
        write(lived, YEAR, path)
    assert path.read_text() == "mine"
    write(lived, YEAR, path, force=True)
    assert zipfile.is_zipfile(path)
    assert [file.name for file in tmp_path.iterdir()] == ["mine.zip"], "nothing half-written stays behind"


def test_a_broken_year_is_not_archived(tmp_path: Path, empty_sqlite: Path) -> None:
    house = house_at(tmp_path / "home", empty_sqlite, "2030-01-05")
    with house.engine.execution_options(sqlite_begin="IMMEDIATE").begin() as connection:
        connection.execute(text("DROP TRIGGER entry_no_update"))
        connection.execute(text("UPDATE entry SET actor = 'staff:99' WHERE seq = 3"))
    with pytest.raises(ArchiveNotWhole):
        write(house, YEAR, tmp_path / "2030.zip")
    assert not (tmp_path / "2030.zip").exists()
    house.engine.dispose()


def _cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _flip(content: bytes) -> bytes:
    """One bit in the middle of what is packed."""
    at = len(content) // 3
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(_cut, id="cut off"),
        pytest.param(lambda content: content[100:], id="without its beginning"),
        pytest.param(_flip, id="one bit turned"),
        pytest.param(lambda content: b"", id="empty"),
        pytest.param(lambda content: b"a text", id="no archive at all"),
    ],
)
def test_a_damaged_file_is_refused(archive: Path, tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "spoilt.zip"
    path.write_bytes(spoil(archive.read_bytes()))
    with pytest.raises((ArchiveDamaged, ArchiveUnsafe, ArchiveForged)):
        again(path)


def test_what_stands_before_the_archive_in_its_file_changes_nothing(archive: Path, tmp_path: Path) -> None:
    path = tmp_path / "after.zip"
    path.write_bytes(b"a letter that came with it" + archive.read_bytes())
    assert again(path).report.equal


def _without(name: str) -> Callable[[Parts], Parts]:
    return lambda parts: {key: content for key, content in parts.items() if key != name}


def _with(name: str, change: Callable[[bytes], bytes]) -> Callable[[Parts], Parts]:
    return lambda parts: {**parts, name: change(parts.get(name, b""))}


def _swapped(parts: Parts) -> Parts:
    first, second = [name for name in parts if name.startswith("blobs/")][:2]
    return {**parts, first: parts[second], second: parts[first]}


def _in_table(content: bytes) -> bytes:
    return content.replace(b"450000000", b"450000001", 1)


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        pytest.param(
            _with(JOURNAL, lambda c: c.replace(b"staff:2", b"staff:5", 1)), ArchiveDamaged, id="an entry"
        ),
        pytest.param(_without(JOURNAL), ArchiveDamaged, id="no journal"),
        pytest.param(_without(PUBLISHED), ArchiveDamaged, id="no published heads"),
        pytest.param(_without(MANIFEST), ArchiveDamaged, id="no list"),
        pytest.param(_without(SIGNATURE), ArchiveDamaged, id="no signature"),
        pytest.param(_without(KEYS), ArchiveDamaged, id="no keys"),
        pytest.param(_swapped, ArchiveDamaged, id="two blobs swapped"),
        pytest.param(_with("tables/project.jsonl", _in_table), ArchiveDamaged, id="a project's cost"),
        pytest.param(_with("tables/extra.jsonl", lambda c: b"[]\n"), ArchiveDamaged, id="a part too many"),
        pytest.param(
            _with(MANIFEST, lambda c: c.replace(b'"classification"', b'"review"')),
            ArchiveForged,
            id="the list",
        ),
        pytest.param(_with(MANIFEST, lambda c: b"[]"), ArchiveDamaged, id="a list of nothing"),
        pytest.param(
            _with(MANIFEST, lambda c: c.replace(b"archive.1", b"archive.9")),
            ArchiveForeign,
            id="a later form",
        ),
        pytest.param(_with("../../evil", lambda c: b"x"), ArchiveUnsafe, id="a way out of the folder"),
        pytest.param(_with("/etc/cron.d/evil", lambda c: b"x"), ArchiveUnsafe, id="a way from the root"),
        pytest.param(_with("blobs/..", lambda c: b"x"), ArchiveUnsafe, id="a blob without a hash"),
    ],
)
def test_a_file_packed_again_with_something_changed_is_refused(
    archive: Path, tmp_path: Path, change: Callable[[Parts], Parts], refused: type[Refusal]
) -> None:
    path = packed(tmp_path / "changed.zip", change(parts_of(archive)))
    with pytest.raises(refused) as told:
        again(path)
    assert str(told.value).endswith(".")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["changed.zip"]


def test_a_part_that_is_there_twice_is_refused(archive: Path, tmp_path: Path) -> None:
    path = packed(tmp_path / "twice.zip", parts_of(archive))
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as out:
        out.writestr(JOURNAL, b"")
    with pytest.raises(ArchiveUnsafe):
        again(path)


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        pytest.param(
            _with(JOURNAL, lambda c: c.replace(b"staff:2", b"staff:5", 1)), ArchiveNotWhole, id="an entry"
        ),
        pytest.param(
            _with(JOURNAL, lambda c: c[: c.rindex(b"\n", 0, -1) + 1]), ArchiveNotWhole, id="the last entry"
        ),
        pytest.param(_with(PUBLISHED, lambda c: b""), ArchiveNotWhole, id="the published heads"),
        pytest.param(_with(JOURNAL, lambda c: c + b"{}\n"), ArchiveDamaged, id="a line that is no entry"),
        pytest.param(_with(PUBLISHED, lambda c: b"{}\n"), ArchiveDamaged, id="a line that is no head"),
        pytest.param(
            _with("tables/project.jsonl", lambda c: b'["nonsense"]\n[1]\n'), ArchiveDamaged, id="a column"
        ),
        pytest.param(_with("tables/secrets.jsonl", lambda c: b'["a"]\n'), ArchiveForeign, id="a table"),
        pytest.param(
            lambda parts: _without(next(n for n in parts if n.startswith("blobs/")))(parts),
            ArchiveDamaged,
            id="a blob",
        ),
    ],
)
def test_whoever_signs_a_changed_year_anew_is_still_caught_by_the_chain(
    lived: House, archive: Path, tmp_path: Path, change: Callable[[Parts], Parts], refused: type[Refusal]
) -> None:
    """With the site's own key, which nobody else has."""
    path = packed(tmp_path / "signed.zip", relisted(change(parts_of(archive)), lived.ring))
    with pytest.raises(refused):
        again(path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("tables/project.jsonl", b"", id="a table without even its columns"),
        pytest.param(
            "tables/project.jsonl", b'["cycle","number"]\n[18446744073709551615,1]\n', id="a number"
        ),
    ],
)
def test_what_a_database_cannot_hold_is_damage(
    lived: House, archive: Path, tmp_path: Path, name: str, content: bytes
) -> None:
    changed = _with(name, lambda _: content)(parts_of(archive))
    with pytest.raises(ArchiveDamaged, match="project"):
        again(packed(tmp_path / "signed.zip", relisted(changed, lived.ring)))


@pytest.mark.parametrize("version", [{"schema": "9999_newer"}, {"rules_version": "999"}])
def test_a_year_of_another_version_is_not_called_damaged_and_not_lived(
    lived: House, archive: Path, tmp_path: Path, version: dict[str, str]
) -> None:
    """Its new columns would look like damage, and its rules are not the ones that we judge by."""
    change = _with("tables/project.jsonl", lambda c: c.replace(b'"cycle"', b'"novel"', 1))
    path = packed(tmp_path / "newer.zip", relisted(change(parts_of(archive)), lived.ring, **version))
    with pytest.raises(ArchiveForeign, match=next(iter(version.values()))):
        again(path)


def test_without_room_to_unpack_it_says_so(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cramped(path: Path) -> Engine:
        engine = open_engine(f"sqlite:///{path}")
        event.listen(engine, "connect", lambda one, _: one.execute("PRAGMA max_page_count = 20"))
        return engine

    monkeypatch.setattr("door.archive.again._opened", cramped)
    with pytest.raises(ArchiveNoRoom, match="TMPDIR"):
        again(archive)


def test_a_row_that_the_journal_does_not_lead_to_is_the_first_difference(
    lived: House, archive: Path, tmp_path: Path
) -> None:
    change = _with("tables/project.jsonl", _in_table)
    path = packed(tmp_path / "signed.zip", relisted(change(parts_of(archive)), lived.ring))
    report = again(path).report
    assert not report.equal
    assert report.first_difference.where == "표 project"


def test_a_stranger_who_makes_a_whole_year_up_has_another_key(
    archive: Path, tmp_path: Path, lived: House
) -> None:
    parts, stranger = parts_of(archive), Keyring("k1", {"k1": b"x" * 32})
    heads = [Published(**json.loads(line)) for line in parts[PUBLISHED].splitlines()]
    signed = [replace(one, signature=stranger.sign(one.message)[1].hex()) for one in heads]
    parts[PUBLISHED] = b"".join(json.dumps(vars_of(one)).encode() + b"\n" for one in signed)
    parts[KEYS] = json.dumps({"k1": stranger.public("k1").hex()}).encode()
    path = packed(tmp_path / "made-up.zip", relisted(parts, stranger))
    assert again(path).report.equal, "only the key tells"
    with pytest.raises(ArchiveOfAnotherKey):
        again(path, key=lived.ring.public("k1").hex())


def vars_of(one: Published) -> dict[str, object]:
    return {name: getattr(one, name) for name in ("chain", "seq", "hash", "key", "signature")}


def test_another_year_than_was_asked_for_is_refused(archive: Path) -> None:
    with pytest.raises(ArchiveOfAnotherYear):
        again(archive, year=2031)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.zip", tmp_path):
        with pytest.raises(ArchiveMissing):
            again(path)


def test_what_would_fill_the_disk_is_not_unpacked(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpack, "_SPARED", 100_000)
    bomb = _with("README.txt", lambda c: b"0" * 40_000_000)
    with pytest.raises(ArchiveSwells):
        again(packed(tmp_path / "bomb.zip", bomb(parts_of(archive))))


def test_a_part_that_says_it_is_small_is_held_to_it(archive: Path, tmp_path: Path) -> None:
    """The list of the ZIP lies about the size: no more is read than it says."""
    parts = parts_of(archive)
    path = packed(tmp_path / "lies.zip", parts)
    content = path.read_bytes()
    size = len(parts[JOURNAL]).to_bytes(4, "little")
    path.write_bytes(content.replace(size, (10).to_bytes(4, "little")))
    with pytest.raises(ArchiveDamaged):
        again(path)


def test_a_part_under_a_password_is_refused(archive: Path, tmp_path: Path) -> None:
    content = io.BytesIO(packed(tmp_path / "a.zip", parts_of(archive)).read_bytes())
    data = bytearray(content.getvalue())
    at = data.rindex(b"PK\1\2")
    data[at + 8] |= 1
    (tmp_path / "a.zip").write_bytes(bytes(data))
    with pytest.raises(ArchiveUnsafe):
        again(tmp_path / "a.zip")


def test_an_unfinished_year_may_be_kept_as_well(archive: Path) -> None:
    found = again(archive)
    assert found.report.equal
    assert found.manifest.stage == "classification"
