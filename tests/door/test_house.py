"""The house: founded once, checked at every start, and a sentence for everything that can be wrong with it."""

import json
import stat
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlmodel import select

from door import house as door
from door import keys
from door.house import DatabaseAway, NotFounded, enter, found
from door.keys import KeyFileBroken, KeyFileMissing
from door.settings import Settings
from models import schema
from models.guards import GuardsMissing
from models.keyring import KeyMissing, KeyProof, KeyWrong
from models.schema import SchemaForeign, SchemaOld
from models.session import open_engine, reading
from tests.processes import Barrier, at_once
from tests.toy import live


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Where a house on a laptop would stand."""
    return Settings(home=tmp_path / "home")


@pytest.fixture
def site(url: str, tmp_path: Path) -> Settings:
    """A founded house on each of the two kinds of database."""
    settings = Settings(home=tmp_path / "home", database=url)
    keys.make(settings.keys_file)
    enter(settings).engine.dispose()
    return settings


def leave(engine: Engine) -> None:
    engine.dispose()


def sql(settings: Settings, statement: str) -> None:
    engine = open_engine(settings.database_url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_founding_makes_everything_that_an_act_needs(settings: Settings) -> None:
    house = found(settings)
    live(house.engine, until="2029-12-21")
    house.engine.dispose()

    assert stat.S_IMODE(settings.keys_file.stat().st_mode) == 0o600
    assert sorted(file.name for file in settings.root.iterdir()) == ["hanmadang.db", "keys.json"]


def test_founding_again_changes_nothing(settings: Settings) -> None:
    found(settings).engine.dispose()
    before = (settings.keys_file.read_bytes(), _everything(settings))

    found(settings).engine.dispose()
    enter(settings).engine.dispose()

    assert (settings.keys_file.read_bytes(), _everything(settings)) == before


def test_founding_that_was_killed_half_way_is_taken_up(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(schema, "upgrade", dies)
    with pytest.raises(KeyboardInterrupt):
        found(settings)
    monkeypatch.undo()
    made = settings.keys_file.read_bytes()

    found(settings).engine.dispose()
    assert settings.keys_file.read_bytes() == made


def test_processes_that_found_at_once_found_one_house(settings: Settings) -> None:
    answers = at_once(4, _found, str(settings.home))

    assert len(set(answers)) == 1
    enter(settings).engine.dispose()


def test_before_founding_there_is_nothing_to_enter(settings: Settings) -> None:
    with pytest.raises(NotFounded, match="hanmadang up"):
        enter(settings)


def test_a_lost_key_file_is_not_made_anew(site: Settings) -> None:
    site.keys_file.unlink()

    for act in (enter, found):
        with pytest.raises(KeyFileMissing, match=r"keys\.json.*새로 만들지 않았습니다.*되돌려 놓고"):
            act(site)
    assert not site.keys_file.exists()


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("", id="empty"),
        pytest.param("{", id="cut off"),
        pytest.param("[]", id="a list"),
        pytest.param('{"current": "k1"}', id="no keys"),
        pytest.param('{"current": "k1", "keys": {"k1": "not base64!"}}', id="not base64"),
        pytest.param('{"current": "k1", "keys": {"k1": "c2hvcnQ="}}', id="too short"),
        pytest.param('{"current": "k2", "keys": {}}', id="the current one is missing"),
        pytest.param('{"current": ["k1"], "keys": {}}', id="a name that is no name"),
        pytest.param("\udcff\udcfe", id="not even text"),
    ],
)
def test_a_broken_key_file_is_refused_and_left_alone(site: Settings, content: str) -> None:
    site.keys_file.write_bytes(content.encode(errors="surrogateescape"))
    before = site.keys_file.read_bytes()

    for act in (enter, found):
        with pytest.raises(KeyFileBroken, match=r"keys\.json.*읽을 수 없습니다"):
            act(site)
    assert site.keys_file.read_bytes() == before


def test_another_sites_key_is_refused(site: Settings, tmp_path: Path) -> None:
    keys.make(tmp_path / "other" / "keys.json")
    (tmp_path / "other" / "keys.json").replace(site.keys_file)

    with pytest.raises(KeyWrong, match=r"'k1' 열쇠가 이 데이터베이스를 잠근 열쇠와 다릅니다.*keys\.json"):
        enter(site)


def test_a_key_that_was_taken_out_of_the_file_is_missed(site: Settings) -> None:
    content = json.loads(site.keys_file.read_text())
    site.keys_file.write_text(json.dumps({"current": "k2", "keys": {"k2": content["keys"]["k1"]}}))

    with pytest.raises(KeyMissing, match=r"'k1'로 잠겨 있는데 열쇠 파일에 없습니다"):
        enter(site)


def test_a_new_key_beside_the_old_one_is_welcome(site: Settings, tmp_path: Path) -> None:
    keys.make(tmp_path / "new.json")
    old, new = (
        json.loads(file.read_text())["keys"]["k1"] for file in (site.keys_file, tmp_path / "new.json")
    )
    site.keys_file.write_text(json.dumps({"current": "k2", "keys": {"k1": old, "k2": new}}))

    house = enter(site)
    with reading(house.engine) as session:
        assert sorted(session.exec(select(KeyProof.key)).all()) == ["k1", "k2"]
    house.engine.dispose()


@pytest.mark.parametrize(
    ("address", "why"),
    [
        pytest.param("postgresql://city:secret@127.0.0.1:1/city", "refused", id="nobody listens"),
        pytest.param("postgresql://city:secret@/city?host=/nowhere", "No such file", id="no such socket"),
        pytest.param("sqlite:////proc/nowhere/city.db", "", id="a folder that cannot be made"),
        pytest.param("sqlite:////", "", id="a folder in the place of a file"),
        pytest.param("city", "", id="no address at all"),
    ],
)
def test_a_database_that_cannot_be_reached_is_said_without_its_password(
    tmp_path: Path, address: str, why: str
) -> None:
    settings = Settings(home=tmp_path, database=address)

    for act in (enter, found):
        with pytest.raises(DatabaseAway, match="닿지 않습니다") as refused:
            act(settings)
        assert why in str(refused.value)
        assert "secret" not in str(refused.value)
    assert not settings.keys_file.exists()


def test_a_file_that_is_no_database_is_refused_and_left_alone(settings: Settings) -> None:
    settings.root.mkdir(parents=True)
    file = settings.root / "hanmadang.db"
    file.write_text("홍길동의 메모 " * 100)

    with pytest.raises(DatabaseAway, match="not a database"):
        found(settings)
    assert file.read_text().startswith("홍길동의 메모")


def test_an_older_schema_is_refused_and_founding_brings_it_up_to_date(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(settings).engine.dispose()
    monkeypatch.setattr(schema, "latest", lambda: "0099")

    with pytest.raises(SchemaOld, match="hanmadang up"):
        enter(settings)


def test_a_newer_schema_is_refused_and_left_alone(site: Settings) -> None:
    sql(site, "UPDATE alembic_version SET version_num = '9999'")

    for act in (enter, found):
        with pytest.raises(SchemaForeign, match="9999"):
            act(site)


def test_a_lost_guard_stops_every_start_until_somebody_has_looked(site: Settings) -> None:
    sql(site, "DROP TRIGGER entry_no_gap" + (" ON entry" if "postgres" in site.database_url else ""))

    for act in (enter, found):
        with pytest.raises(GuardsMissing, match=r"entry_no_gap.*doctor --repair"):
            act(site)


def test_what_is_no_database_of_ours_is_not_taken_for_one(settings: Settings) -> None:
    engine = open_engine(settings.database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE somebody_elses (x INTEGER)"))
    engine.dispose()

    with pytest.raises(NotFounded):
        enter(settings)


def _everything(settings: Settings) -> list[str]:
    """Schema and rows, as text."""
    engine = open_engine(settings.database_url)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint")
        dump = list(connection.connection.driver_connection.iterdump())  # type: ignore[union-attr]
    engine.dispose()
    return dump


def _found(number: int, together: Barrier, home: str) -> bytes:
    settings = Settings(home=Path(home))
    together.wait()
    door.found(settings).engine.dispose()
    return settings.keys_file.read_bytes()
