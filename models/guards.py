"""빗장 the triggers that keep the journal append-only; their presence is checked at every start."""

from collections.abc import Mapping

from sqlalchemy import Connection, text

from states.refusals import Refusal


class GuardsMissing(Refusal):
    code = "database.guards_missing"
    text = (
        "일지를 지키는 빗장({names})이 데이터베이스에 없거나 바뀌었습니다. 누가 왜 없앴는지 먼저 확인하고, "
        "`hanmadang verify`로 일지를 검사한 뒤 `hanmadang doctor --repair`로 다시 걸어 주세요."
    )


_KEPT = ("entry", "blob", "act_done")  #: tables whose rows are written once


def _sqlite() -> Mapping[str, str]:
    guards = {}
    for table in _KEPT:
        for verb in ("UPDATE", "DELETE"):
            guards[f"{table}_no_{verb.lower()}"] = (
                f'CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON "{table}" '
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    guards["blob_no_replace"] = (
        "CREATE TRIGGER blob_no_replace BEFORE INSERT ON blob "
        "WHEN EXISTS (SELECT 1 FROM blob WHERE hash = NEW.hash) "
        "BEGIN SELECT RAISE(ABORT, 'blob is append-only'); END"
    )
    guards["act_done_no_replace"] = (
        "CREATE TRIGGER act_done_no_replace BEFORE INSERT ON act_done "
        "WHEN EXISTS (SELECT 1 FROM act_done WHERE chain = NEW.chain AND act = NEW.act) "
        "BEGIN SELECT RAISE(ABORT, 'act_done is append-only'); END"
    )
    # a replaced row has a seq that is not head + 1, so the gap guard refuses it too
    guards["entry_no_gap"] = (
        "CREATE TRIGGER entry_no_gap BEFORE INSERT ON entry "
        "WHEN NEW.seq <> 1 + COALESCE((SELECT MAX(seq) FROM entry WHERE chain = NEW.chain), 0) "
        "BEGIN SELECT RAISE(ABORT, 'entry.seq must be head + 1'); END"
    )
    guards["chain_head_no_replace"] = (
        "CREATE TRIGGER chain_head_no_replace BEFORE INSERT ON chain_head "
        "WHEN EXISTS (SELECT 1 FROM chain_head WHERE chain = NEW.chain) "
        "BEGIN SELECT RAISE(ABORT, 'a chain has one head'); END"
    )
    guards["chain_head_no_delete"] = (
        "CREATE TRIGGER chain_head_no_delete BEFORE DELETE ON chain_head "
        "BEGIN SELECT RAISE(ABORT, 'a chain has its head for ever'); END"
    )
    guards["chain_head_no_return"] = (
        "CREATE TRIGGER chain_head_no_return BEFORE UPDATE ON chain_head "
        "WHEN NEW.chain <> OLD.chain OR NEW.seq <= OLD.seq OR NEW.recorded_at < OLD.recorded_at "
        "BEGIN SELECT RAISE(ABORT, 'a head only goes forward'); END"
    )
    return guards


def _postgres() -> Mapping[str, str]:
    guards = {}
    for table in _KEPT:
        guards[f"{table}_no_change"] = (
            f'CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON "{table}" '
            f"FOR EACH ROW EXECUTE FUNCTION hanmadang_append_only()"
        )
        guards[f"{table}_no_truncate"] = (
            f'CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON "{table}" '
            f"FOR EACH STATEMENT EXECUTE FUNCTION hanmadang_append_only()"
        )
    guards["entry_no_gap"] = (
        "CREATE TRIGGER entry_no_gap BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION hanmadang_no_gap()"
    )
    guards["chain_head_forward"] = (
        "CREATE TRIGGER chain_head_forward BEFORE UPDATE OR DELETE ON chain_head "
        "FOR EACH ROW EXECUTE FUNCTION hanmadang_head_forward()"
    )
    guards["chain_head_no_truncate"] = (
        "CREATE TRIGGER chain_head_no_truncate BEFORE TRUNCATE ON chain_head "
        "FOR EACH STATEMENT EXECUTE FUNCTION hanmadang_append_only()"
    )
    return guards


_FUNCTIONS = {
    "hanmadang_append_only": "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END",
    "hanmadang_no_gap": (
        "BEGIN IF NEW.seq <> 1 + COALESCE((SELECT MAX(seq) FROM entry WHERE chain = NEW.chain), 0) "
        "THEN RAISE EXCEPTION 'entry.seq must be head + 1'; END IF; RETURN NEW; END"
    ),
    "hanmadang_head_forward": (
        "BEGIN IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'a chain has its head for ever'; END IF; "
        "IF NEW.chain <> OLD.chain OR NEW.seq <= OLD.seq OR NEW.recorded_at < OLD.recorded_at "
        "THEN RAISE EXCEPTION 'a head only goes forward'; END IF; RETURN NEW; END"
    ),
}


def install(connection: Connection) -> None:
    """Put every guard in its place, as the house wrote it."""
    if connection.dialect.name == "postgresql":
        for name, body in _FUNCTIONS.items():
            connection.execute(
                text(f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$")
            )
    for name, statement in _wanted(connection).items():
        connection.execute(text(_drop(connection, name, statement)))
        connection.execute(text(statement))


def check(connection: Connection) -> None:
    """Refuse to go on when a guard is missing or was changed."""
    found = _found(connection)
    wrong = [name for name, statement in _wanted(connection).items() if found.get(name) != _plain(statement)]
    if connection.dialect.name == "postgresql":
        wrong += [name for name, body in _FUNCTIONS.items() if found.get(name) != _plain(body)]
    if wrong:
        raise GuardsMissing(names=", ".join(wrong))


def _wanted(connection: Connection) -> Mapping[str, str]:
    return _postgres() if connection.dialect.name == "postgresql" else _sqlite()


def _drop(connection: Connection, name: str, statement: str) -> str:
    table = statement.split(" ON ")[1].split()[0]
    return f"DROP TRIGGER IF EXISTS {name}" + (
        f" ON {table}" if connection.dialect.name == "postgresql" else ""
    )


def _found(connection: Connection) -> Mapping[str, str]:
    if connection.dialect.name == "sqlite":
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
        return {name: _plain(sql) for name, sql in rows}
    triggers = connection.execute(
        text(
            "SELECT t.tgname, pg_get_triggerdef(t.oid, true) FROM pg_trigger t "
            "JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
            # D is disabled, and R fires for a replica only
            "WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND n.nspname = current_schema()"
        )
    ).all()
    bodies = connection.execute(
        text(
            "SELECT p.proname, p.prosrc FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
            "WHERE n.nspname = current_schema() AND p.proname LIKE 'hanmadang_%'"
        )
    ).all()
    return {name: _plain(sql) for name, sql in [*triggers, *bodies]}


def _plain(sql: str) -> str:
    """A statement without the spacing, quoting and order that a database gives it back with."""
    plain = " ".join(sql.replace('"', "").split())
    return plain.replace("BEFORE DELETE OR UPDATE", "BEFORE UPDATE OR DELETE")
