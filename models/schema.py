"""판 the database's schema: brought up to date by Alembic, and refused when it is not ours to write."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from models import guards
from states.refusals import Refusal


class SchemaOld(Refusal):
    code = "schema.old"
    text = "데이터베이스의 판({found})이 이 프로그램의 판({wanted})보다 오래되었습니다. `hanmadang up` 또는 `hanmadang doctor --repair`로 올려 주세요. 자료는 그대로 남습니다."


class SchemaForeign(Refusal):
    code = "schema.foreign"
    text = "데이터베이스의 판({found})을 이 프로그램이 모릅니다. 더 새로운 프로그램이 만든 것이니 그 판의 프로그램으로 여세요. 아무것도 바꾸지 않았습니다."


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's configuration, without an ini file to lose."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine) -> None:
    """Bring the schema up to date, guards and all; killed half-way, it starts again.

    A schema that is up to date is left alone: a guard that was lost since then is for `check` to report, and
    for `repair` to put back once somebody has asked why. A changed guard therefore needs a revision of its own.
    """
    with engine.execution_options(sqlite_begin="IMMEDIATE").begin() as connection:
        _one_at_a_time(connection)
        refuse_foreign(connection)
        if _revision(connection) != latest():
            command.upgrade(configuration(connection), "head")
            guards.install(connection)


def repair(engine: Engine) -> None:
    """Bring the schema up to date, and put every guard back in its place."""
    upgrade(engine)
    with engine.execution_options(sqlite_begin="IMMEDIATE").begin() as connection:
        guards.install(connection)


def check(engine: Engine) -> None:
    """Refuse a schema that is not exactly this program's, or that lost its guards."""
    with engine.connect() as connection:
        refuse_foreign(connection)
        found = _revision(connection)
        if found != latest():
            raise SchemaOld(found=found or "없음", wanted=latest())
        guards.check(connection)


def refuse_foreign(connection: Connection) -> None:
    """Refuse a revision that this program has never heard of."""
    found = _revision(connection)
    known = {script.revision for script in _scripts().walk_revisions()}
    if found is not None and found not in known:
        raise SchemaForeign(found=found)


def latest() -> str:
    """This program's revision."""
    return str(_scripts().get_current_head())


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _one_at_a_time(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":  # SQLite's transaction is already the only writer
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('hanmadang.schema'))"))


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(configuration())
