"""The guards in the database: whoever gets past our code does not get past them."""

import sqlite3
from collections.abc import Generator

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from models import guards
from models.blob import keep
from models.guards import GuardsMissing
from models.journal import CITY, Entry, head_of
from models.session import open_engine, reading, writing
from tests.databases import fresh_database
from tests.toy import live

KEPT = ("entry", "blob", "act_done")
COPY_OF_ENTRY = (
    "SELECT chain, {seq}, act, fact, is_input, subject, effective_at, recorded_at, actor, cause, payload, hash FROM entry "
    "WHERE seq = 2"
)


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def lived(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Generator[Engine]:
    """A database in which something has happened."""
    folder = tmp_path_factory.mktemp("lived")
    with fresh_database(request.param, request.getfixturevalue, folder) as address:
        engine = open_engine(address)
        live(engine, until="2030-01-03")
        yield engine
        engine.dispose()


@pytest.fixture
def engine(lived: Engine) -> Generator[Engine]:
    """The same for every test here: what is refused changes nothing, and a guard that is gone is put back."""
    yield lived
    repair(lived)


def tamper(engine: Engine, statement: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(statement))


def is_postgres(engine: Engine) -> bool:
    return engine.dialect.name == "postgresql"


@pytest.mark.parametrize("table", KEPT)
@pytest.mark.parametrize(
    "statement",
    [
        pytest.param("UPDATE {table} SET {column} = {column}", id="update that changes nothing"),
        pytest.param("DELETE FROM {table}", id="delete"),
    ],
)
def test_what_is_kept_is_neither_changed_nor_deleted(engine: Engine, table: str, statement: str) -> None:
    column = {"entry": "payload", "blob": "content", "act_done": "result"}[table]

    with pytest.raises(DBAPIError, match=f"{table} is append-only"):
        tamper(engine, statement.format(table=table, column=column))


@pytest.mark.parametrize(
    ("table", "conflict", "change"),
    [
        ("entry", "chain, seq", "payload = '{}'"),
        ("act_done", "chain, act", "result = '0'"),
        ("blob", "hash", "media = 'text/plain'"),
    ],
)
def test_what_is_kept_is_not_replaced(engine: Engine, table: str, conflict: str, change: str) -> None:
    upsert = f"INSERT INTO {table} SELECT * FROM {table} WHERE true ON CONFLICT ({conflict}) DO UPDATE SET {change}"

    with pytest.raises(DBAPIError, match=r"append-only|head \+ 1"):
        tamper(engine, upsert)
    if not is_postgres(engine):
        with pytest.raises(DBAPIError, match=r"append-only|head \+ 1"):
            tamper(engine, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


@pytest.mark.parametrize("seq", [1, 2, 99, 0, -1])
def test_an_entry_stands_at_head_plus_one_and_nowhere_else(engine: Engine, seq: int) -> None:
    with pytest.raises(DBAPIError, match=r"head \+ 1"):
        tamper(engine, f"INSERT INTO entry {COPY_OF_ENTRY.format(seq=seq)}")


def test_a_new_chain_begins_with_one(engine: Engine) -> None:
    begin = COPY_OF_ENTRY.format(seq=2).replace("SELECT chain", "SELECT 'other'")

    with pytest.raises(DBAPIError, match=r"head \+ 1"):
        tamper(engine, f"INSERT INTO entry {begin}")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param("seq = seq - 1", id="back by one"),
        pytest.param("seq = 0", id="back to the start"),
        pytest.param("hash = 'x'", id="another hash in the same place"),
        pytest.param("seq = seq + 1, recorded_at = '2000-01-01 00:00:00.000000'", id="back in time"),
        pytest.param("seq = seq + 1, chain = 'other'", id="another chain"),
    ],
)
def test_a_head_only_goes_forward(engine: Engine, change: str) -> None:
    with pytest.raises(DBAPIError, match="a head only goes forward"):
        tamper(engine, f"UPDATE chain_head SET {change}")


def test_a_head_stays_for_ever(engine: Engine) -> None:
    with pytest.raises(DBAPIError, match="a chain has its head for ever"):
        tamper(engine, "DELETE FROM chain_head")


def test_a_head_is_not_replaced(engine: Engine) -> None:
    replace = (
        "INSERT INTO chain_head SELECT * FROM chain_head WHERE true ON CONFLICT (chain) DO UPDATE SET seq = 0"
    )

    with pytest.raises(DBAPIError, match=r"a chain has one head|a head only goes forward"):
        tamper(engine, replace)


@pytest.mark.parametrize("table", [*KEPT, "chain_head"])
def test_no_table_of_ours_is_truncated(engine: Engine, table: str) -> None:
    if not is_postgres(engine):  # SQLite has no truncate: its DELETE is refused above
        return
    with pytest.raises(DBAPIError, match=f"{table} is append-only"):
        tamper(engine, f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("table", ["entry", "chain_head", "act_done", "blob"])
def test_a_stranger_who_opens_the_file_cannot_replace_either(engine: Engine, table: str) -> None:
    if is_postgres(engine):
        return
    assert engine.url.database is not None
    stranger = sqlite3.connect(engine.url.database)  # recursive triggers are off here
    with pytest.raises(sqlite3.IntegrityError, match=r"append-only|head \+ 1|one head"):
        stranger.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    stranger.close()


def test_what_was_refused_changed_nothing(engine: Engine) -> None:
    with reading(engine) as session:
        before = [entry.hash for entry in Entry.after(session, "2030", 0)]
    for statement in (
        "DELETE FROM entry",
        "UPDATE entry SET payload = '{}'",
        "UPDATE chain_head SET seq = 0",
    ):
        with pytest.raises(DBAPIError):
            tamper(engine, statement)

    with reading(engine) as session:
        head = head_of(session, "2030")
        assert [entry.hash for entry in Entry.after(session, "2030", 0)] == before
        assert head is not None
        assert head.hash == before[-1]
        assert head_of(session, CITY) is None


def test_the_same_blob_again_is_not_a_change(engine: Engine) -> None:
    with writing(engine) as session:
        assert keep(session, b"content", media="text/plain") == keep(session, b"content", media="text/plain")


# the check at the start


def triggers(engine: Engine) -> list[tuple[str, str]]:
    """Each guard with its table."""
    statement = (
        "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal"
        if is_postgres(engine)
        else "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    )
    with engine.connect() as connection:
        return [(name, table) for name, table in connection.execute(text(statement))]


def drop(engine: Engine, name: str, table: str) -> None:
    tamper(engine, f"DROP TRIGGER {name}" + (f" ON {table}" if is_postgres(engine) else ""))


def check(engine: Engine) -> str:
    """What the check says is missing."""
    try:
        with engine.connect() as connection:
            guards.check(connection)
    except GuardsMissing as missing:
        return str(missing.facts["names"])
    return ""


def repair(engine: Engine) -> None:
    with engine.begin() as connection:
        guards.install(connection)


def test_a_whole_database_passes(engine: Engine) -> None:
    assert check(engine) == ""


def test_every_guard_that_is_dropped_is_named_and_put_back(engine: Engine) -> None:
    for name, table in triggers(engine):
        drop(engine, name, table)
        assert check(engine) == name
        repair(engine)
        assert check(engine) == ""


def test_every_missing_guard_is_named(engine: Engine) -> None:
    named = triggers(engine)
    for name, table in named:
        drop(engine, name, table)

    assert set(check(engine).split(", ")) == {name for name, _ in named}


def test_a_guard_that_was_changed_is_named_and_put_back(engine: Engine) -> None:
    drop(engine, "entry_no_gap", "entry")
    tamper(
        engine,
        "CREATE TRIGGER entry_no_gap BEFORE INSERT ON blob FOR EACH ROW EXECUTE FUNCTION hanmadang_no_gap()"
        if is_postgres(engine)
        else "CREATE TRIGGER entry_no_gap BEFORE INSERT ON entry BEGIN SELECT 1; END",
    )

    assert check(engine) == "entry_no_gap"
    if is_postgres(engine):
        drop(engine, "entry_no_gap", "blob")
    repair(engine)
    assert check(engine) == ""


@pytest.mark.parametrize("how", ["DISABLE", "ENABLE REPLICA"])
def test_a_guard_that_was_put_to_sleep_is_named_and_woken(engine: Engine, how: str) -> None:
    if not is_postgres(engine):  # SQLite's triggers cannot be disabled
        return
    tamper(engine, f"ALTER TABLE entry {how} TRIGGER entry_no_change")

    assert check(engine) == "entry_no_change"
    repair(engine)
    assert check(engine) == ""


def test_a_guards_function_that_was_hollowed_out_is_named_and_restored(engine: Engine) -> None:
    if not is_postgres(engine):  # SQLite's triggers carry their body
        return
    tamper(
        engine,
        "CREATE OR REPLACE FUNCTION hanmadang_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
    )

    assert check(engine) == "hanmadang_append_only"
    repair(engine)
    assert check(engine) == ""


def test_the_sentence_says_what_to_do(engine: Engine) -> None:
    drop(engine, "entry_no_gap", "entry")

    with engine.connect() as connection, pytest.raises(GuardsMissing, match=r"entry_no_gap.*doctor --repair"):
        guards.check(connection)
