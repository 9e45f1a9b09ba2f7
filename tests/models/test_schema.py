"""The schema: Alembic brings it up to date, and what it made is what the models say."""

from collections.abc import Generator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine, event, inspect, text

from models import Row, guards, schema
from models.guards import GuardsMissing
from models.schema import SchemaForeign, SchemaOld
from models.session import open_engine
from tests.databases import fresh_postgres
from tests.processes import Barrier, at_once


@pytest.fixture(params=["sqlite", "postgres"])
def nowhere(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[str]:
    """The address of a database with nothing in it."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'new' / 'city.db'}"
        return
    with fresh_postgres(request.getfixturevalue("postgres"), template="template1") as address:
        yield address


@pytest.fixture
def empty(nowhere: str) -> Generator[Engine]:
    engine = open_engine(nowhere)
    yield engine
    engine.dispose()


def revise(engine: Engine, revision: str) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})


def statements(engine: Engine) -> list[str]:
    seen: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
    return seen


def test_an_empty_database_comes_up_to_date_with_its_guards(empty: Engine) -> None:
    with pytest.raises(SchemaOld, match="없음"):
        schema.check(empty)

    schema.upgrade(empty)

    schema.check(empty)
    assert set(inspect(empty).get_table_names()) == {*Row.metadata.tables, "alembic_version"}


def test_upgrading_again_changes_nothing(engine: Engine) -> None:
    seen = statements(engine)

    schema.upgrade(engine)

    changing = ("CREATE", "ALTER", "DROP", "INSERT", "UPDATE", "DELETE")
    assert [one for one in seen if one.lstrip().upper().startswith(changing)] == []
    schema.check(engine)


def test_the_migrations_make_what_the_models_say(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Row.metadata) == []


def test_every_migration_can_be_taken_back(empty: Engine) -> None:
    from alembic import command

    schema.upgrade(empty)
    with empty.begin() as connection:
        command.downgrade(schema.configuration(connection), "base")
    assert inspect(empty).get_table_names() == ["alembic_version"]


def test_a_newer_programs_schema_is_refused_and_left_alone(engine: Engine) -> None:
    revise(engine, "9999")

    for act in (schema.check, schema.upgrade, schema.repair):
        with pytest.raises(SchemaForeign, match="9999"):
            act(engine)
    assert _revision(engine) == "9999"


def test_an_older_schema_is_refused_with_what_to_do(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    found = _revision(engine)
    monkeypatch.setattr(schema, "latest", lambda: "0099")

    with pytest.raises(SchemaOld, match=r"hanmadang up.*doctor --repair") as refused:
        schema.check(engine)
    assert refused.value.facts == {"found": found, "wanted": "0099"}


def test_a_lost_guard_is_reported_at_every_start_until_it_is_repaired(engine: Engine) -> None:
    _lose_a_guard(engine)

    schema.upgrade(engine)
    with pytest.raises(GuardsMissing, match="entry_no_gap"):
        schema.check(engine)

    schema.repair(engine)
    schema.check(engine)


def test_an_upgrade_that_dies_leaves_nothing_and_starts_again(empty: Engine) -> None:
    seen = statements(empty)

    def _die(*_: object) -> None:
        if len(seen) == 25:
            raise RuntimeError("the power went")

    event.listen(empty, "before_cursor_execute", _die)
    with pytest.raises(RuntimeError, match="power"):
        schema.upgrade(empty)
    assert inspect(empty).get_table_names() == []

    seen.clear()
    event.remove(empty, "before_cursor_execute", _die)
    schema.upgrade(empty)
    schema.check(empty)


def test_four_processes_that_start_at_once_make_one_schema(nowhere: str, empty: Engine) -> None:
    assert at_once(4, _upgrade, nowhere) == [None] * 4

    schema.check(empty)


def test_the_guards_are_found_in_a_schema_of_another_name(engine: Engine) -> None:
    """A site's administrators may keep our tables outside `public`."""
    if engine.dialect.name != "postgresql":
        return
    with engine.begin() as connection:
        connection.execute(text("CREATE SCHEMA city"))
    elsewhere = create_engine(engine.url, connect_args={"options": "-csearch_path=city"})
    schema.upgrade(elsewhere)

    schema.check(elsewhere)
    with elsewhere.begin() as connection:
        connection.execute(text("DROP TRIGGER entry_no_gap ON entry"))
        with pytest.raises(GuardsMissing, match="entry_no_gap"):
            guards.check(connection)
    elsewhere.dispose()


def _upgrade(number: int, together: Barrier, url: str) -> None:
    engine = open_engine(url)
    together.wait()
    schema.upgrade(engine)
    engine.dispose()


def _lose_a_guard(engine: Engine) -> None:
    on = " ON entry" if engine.dialect.name == "postgresql" else ""
    with engine.begin() as connection:
        connection.execute(text(f"DROP TRIGGER entry_no_gap{on}"))


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()
