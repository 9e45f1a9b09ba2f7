"""The command that lives a made-up year refuses what it cannot live, and says what to do."""

import json
from pathlib import Path

from sqlalchemy import create_engine, text
from typer.testing import CliRunner

from cli.main import app


def refused(*words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["rehearse", *words, "--json"])
    told = json.loads(done.stdout)
    return done.exit_code, told["code"], told["text"]


def test_inputs_that_nobody_made_up_are_named() -> None:
    code, name, sentence = refused("2027", "--on", "2020")
    assert (code, name) == (1, "rehearsal.no_inputs")
    assert "--on 2019" in sentence


def test_a_year_without_a_plan_is_named() -> None:
    code, name, _ = refused("2033")
    assert (code, name) == (1, "plan.not_found")


def test_a_database_that_holds_something_is_not_touched(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'other.db'}"
    other = create_engine(address)
    with other.begin() as connection:
        connection.execute(text("CREATE TABLE song (name TEXT)"))
    assert refused("2019", "--database", address)[:2] == (1, "rehearsal.not_empty")
    with other.connect() as connection:
        found = connection.execute(text("SELECT name FROM sqlite_master")).scalars().all()
    other.dispose()
    assert found == ["song"]


def test_a_database_that_is_not_there_is_named_without_its_password() -> None:
    code, name, sentence = refused("2019", "--database", "postgresql://somebody:secret@127.0.0.1:1/nowhere")
    assert (code, name) == (1, "database.away")
    assert "secret" not in sentence
