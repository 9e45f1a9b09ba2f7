"""Living a chain again: equal when nothing was touched, and the first difference by name when something was."""

import ast
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session

import desk
from desk import people
from desk.replay import INPUTS, Report, replay
from models.journal import CITY, Act, entries
from models.session import open_engine, reading, writing
from tests.databases import fresh_database
from tests.toy import HEAD, YEAR, at, live, text_of

CHAIN = str(YEAR)


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def lived(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Generator[Engine]:
    """The small year and three people, with the journal's triggers gone so that a test can tamper."""
    folder = tmp_path_factory.mktemp("lived")
    with fresh_database(request.param, request.getfixturevalue, folder) as address:
        engine = open_engine(address)
        live(engine)
        for number in range(3):
            act = Act(f"person/{number}", "staff:1", at("2031-01-03 10:00"))
            with writing(engine) as session:
                people.register(session, text_of(f"누구 {number}"), act=act)
        _drop_guards(engine)
        yield engine
        engine.dispose()


@pytest.fixture
def again(lived: Engine, empty_sqlite: Path, tmp_path: Path) -> Generator[Callable[..., Report]]:
    """Live a chain again into a fresh database, after a statement that is rolled back."""
    (tmp_path / "again.db").write_bytes(empty_sqlite.read_bytes())
    fresh = open_engine(f"sqlite:///{tmp_path / 'again.db'}")

    def live_again(tampering: str = "", chain: str = CHAIN, **values: object) -> Report:
        with Session(lived) as source, Session(fresh) as target:
            if tampering:
                source.connection().execute(text(tampering), values)
            return replay(source, target, chain)

    yield live_again
    fresh.dispose()


def test_the_second_life_is_equal_to_the_first(again: Callable[..., Report], lived: Engine) -> None:
    report = again()

    with reading(lived) as session:
        assert report == Report(len(list(entries(session, CHAIN))), HEAD, None)
    assert report.equal


def test_the_citys_chain_is_lived_again_too(again: Callable[..., Report]) -> None:
    report = again(chain=CITY)

    assert (report.equal, report.entries) == (True, 8), (
        "three people; two waited, one withdrawn, one taken in"
    )


def test_it_is_equal_on_the_other_kind_of_database_too(
    lived: Engine, url: str, request: pytest.FixtureRequest
) -> None:
    fresh = open_engine(url)
    with reading(lived) as source, writing(fresh) as target:
        assert replay(source, target, CHAIN).equal
    fresh.dispose()


def test_a_chain_that_nobody_wrote_is_empty_and_equal(again: Callable[..., Report]) -> None:
    assert again(chain="1999") == Report(0, "0" * 64, None)


#: the two lives are compared row by row, on whichever database they are: the second one is asked in `make chaos`
_ON_BOTH_IN_CHAOS = pytest.mark.parametrize(
    "lived", ["sqlite", pytest.param("postgres", marks=pytest.mark.chaos)], indirect=True
)


@_ON_BOTH_IN_CHAOS
@pytest.mark.parametrize(
    ("tampering", "table"),
    [
        ("UPDATE project SET cost = cost + 1 WHERE number = 2", "project"),
        ("UPDATE project SET status = 'selected' WHERE number = 1", "project"),
        ("UPDATE cycle SET turn = 99", "cycle"),
        ("UPDATE lane SET resolved = NOT resolved WHERE track = 'metro'", "lane"),
        ("UPDATE due SET settled = NOT settled WHERE stage = 'review'", "due"),
        ("DELETE FROM unit WHERE number = 1", "unit"),
        ("UPDATE counter SET value = 99 WHERE name = 'unit'", "counter"),
        ("UPDATE act_done SET result = '0' WHERE act = 'toy/1'", "act_done"),
        ("UPDATE chain_head SET hash = 'x' WHERE chain = '2030'", "chain_head"),
    ],
)
def test_a_live_row_that_the_journal_does_not_lead_to_is_named(
    again: Callable[..., Report], tampering: str, table: str
) -> None:
    difference = again(tampering).first_difference

    assert difference is not None
    assert difference.where == f"표 {table}"


def test_a_citys_row_that_the_journal_does_not_lead_to_is_named(again: Callable[..., Report]) -> None:
    difference = again("UPDATE person SET name = 'x' WHERE number = 2", chain=CITY).first_difference

    assert difference is not None
    assert difference.where == "표 person"


def test_what_is_operational_makes_no_difference(again: Callable[..., Report]) -> None:
    assert again("UPDATE cycle SET clock_shift = 3600").equal


@_ON_BOTH_IN_CHAOS
@pytest.mark.parametrize(
    ("tampering", "fact", "where"),
    [
        pytest.param(
            "payload = replace(payload, '300000000', '300000001')",
            "proposal.received",
            "hash",
            id="another cost",
        ),
        pytest.param(
            "payload = replace(payload, '300000000', '9000000000000')",
            "proposal.received",
            "처리",
            id="a cost above the limit",
        ),
        pytest.param(
            "payload = replace(payload, '300000000', 'true')",
            "proposal.received",
            "hash",
            id="a cost that is no sum",
        ),
        pytest.param(
            "payload = replace(payload, '300000000', '99999999999999999999')",
            "proposal.received",
            "처리",
            id="a cost beyond 64 bits",
        ),
        pytest.param(
            "payload = replace(payload, '\"ordinary\"', '\"ordinar\"')",
            "proposal.received",
            "처리",
            id="an unknown kind",
        ),
        pytest.param("payload = replace(payload, '{', '')", "proposal.received", "처리", id="no JSON"),
        pytest.param("payload = '[]'", "project.classified", "처리", id="nothing in it"),
        pytest.param(
            "payload = replace(payload, '1,', '99,')",
            "project.classified",
            "처리",
            id="a project that is not there",
        ),
        pytest.param("fact = 'proposal.lost'", "proposal.received", "처리", id="a fact that no act makes"),
        pytest.param(
            "recorded_at = '2030-01-01 00:00:00.000000'", "stage.closed", "처리", id="before its time"
        ),
        pytest.param(
            "payload = replace(payload, 'received', 'eligible')",
            "project.moved",
            "payload",
            id="another outcome",
        ),
    ],
)
def test_a_changed_entry_is_named_where_it_first_makes_a_difference(
    again: Callable[..., Report], lived: Engine, tampering: str, fact: str, where: str
) -> None:
    with reading(lived) as session:
        seq = next(entries(session, CHAIN, fact)).seq

    report = again(f"UPDATE entry SET {tampering} WHERE chain = '2030' AND seq = {seq}")

    assert report.first_difference is not None
    assert (report.first_difference.seq, report.first_difference.where) == (seq, where)
    assert str(report.first_difference)


def test_a_missing_entry_is_named(again: Callable[..., Report]) -> None:
    difference = again("DELETE FROM entry WHERE chain = '2030' AND seq = 6").first_difference

    assert difference is not None
    assert difference.seq == 7


def test_a_changed_plan_is_named(again: Callable[..., Report]) -> None:
    report = again("UPDATE blob SET content = :content", content=b"another plan")

    assert report.first_difference is not None
    assert (report.first_difference.seq, report.entries) == (1, 0)


def test_an_unfit_entry_leaves_the_fresh_database_usable(lived: Engine, url: str) -> None:
    """What the database itself refuses ends the second life with a difference, not with an error."""
    fresh = open_engine(url)
    with Session(lived) as source:
        source.connection().execute(
            text("UPDATE entry SET actor = :long WHERE chain = '2030' AND seq = 1"), {"long": "x" * 60}
        )
        source.connection().execute(
            text("UPDATE entry SET payload = replace(payload, '[1,2]', :many) WHERE chain = '2030'"),
            {"many": str(list(range(1, 26)) * 9).replace(" ", "")},
        )
        with writing(fresh) as target:
            report = replay(source, target, CHAIN)
    fresh.dispose()

    assert report.first_difference is not None


def test_every_input_of_the_year_has_its_feed(lived: Engine) -> None:
    with reading(lived) as session:
        facts = {e.fact for chain in (CHAIN, CITY) for e in entries(session, chain) if e.is_input}

    assert facts <= set(INPUTS)


def test_every_act_at_the_desk_has_its_feed() -> None:
    assert set(_facts_begun()) == set(INPUTS)


def _facts_begun() -> Generator[str]:
    """The facts that the desk's acts begin, read off their source: as a constant, or as one of two named `fact`."""
    for file in Path(desk.__path__[0]).glob("*.py"):
        for act in ast.walk(ast.parse(file.read_text())):
            for call in ast.walk(act) if isinstance(act, ast.FunctionDef) else ():
                match call:
                    case ast.Call(
                        func=ast.Attribute(attr="begin"), args=[_, _, ast.Constant(value=fact), *_]
                    ):
                        yield fact
                    case ast.Call(func=ast.Attribute(attr="begin"), args=[_, _, ast.Name(id="fact"), *_]):
                        yield from _either(act)
                    case ast.Call(func=ast.Attribute(attr="begin")):
                        raise AssertionError(f"{file.name}: {act.name} begins a fact that cannot be read off")


def _either(act: ast.AST) -> list[str]:
    chosen = next(
        n.value for n in ast.walk(act) if isinstance(n, ast.Assign) and isinstance(n.value, ast.IfExp)
    )
    return [ast.literal_eval(chosen.body), ast.literal_eval(chosen.orelse)]


def _drop_guards(engine: Engine) -> None:
    statement: Any = (
        "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal"
        if engine.dialect.name == "postgresql"
        else "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    )
    with engine.begin() as connection:
        for name, table in connection.execute(text(statement)).all():
            on = f" ON {table}" if engine.dialect.name == "postgresql" else ""
            connection.execute(text(f"DROP TRIGGER {name}{on}"))
