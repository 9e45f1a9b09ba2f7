"""The walk along a chain: whatever was done to it past the guards is named, with its kind and its place."""

import random
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, insert, text
from sqlmodel import Session, select

from desk import people
from desk.verify import Verdict, chains, verify, verify_blobs
from models import Row as Table
from models.blob import NAMED_BY, Blob
from models.chained import entry_hash
from models.journal import CITY, Act, ChainHead, Entry
from models.keyring import Keyring
from models.publication import Published, publish
from models.session import open_engine, writing
from tests.databases import fresh_database
from tests.toy import HEAD, YEAR, at, live, text_of

ENTRY = Table.metadata.tables["entry"]
CHAIN = str(YEAR)
RING = Keyring("k1", {"k1": b"1" * 32})
STRANGER = Keyring("k1", {"k1": b"2" * 32})

Row = dict[str, Any]


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def lived(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Generator[Engine]:
    """The small year, with nothing left to guard it."""
    folder = tmp_path_factory.mktemp("lived")
    with fresh_database(request.param, request.getfixturevalue, folder) as address:
        engine = open_engine(address)
        live(engine)
        with writing(engine) as session:
            people.register(session, text_of("누구"), act=Act("person", "staff:1", at("2031-01-03 10:00")))
            for name, table in _triggers(session):
                on = f" ON {table}" if engine.dialect.name == "postgresql" else ""
                session.connection().execute(text(f"DROP TRIGGER {name}{on}"))
        yield engine
        engine.dispose()


@pytest.fixture
def session(lived: Engine) -> Generator[Session]:
    """A transaction to tamper in; afterwards the year is as it was."""
    with Session(lived) as session:
        yield session
        session.rollback()


@pytest.fixture
def published(session: Session) -> list[Published]:
    """The heads that had left the house."""
    return signed_anew(session)


def look(session: Session, published: Sequence[Published] = ()) -> Verdict:
    session.expire_all()
    return verify(session, CHAIN, published=published, ring=RING)


def fault(session: Session, published: Sequence[Published] = ()) -> tuple[str, int] | None:
    """The first fault's kind and place."""
    found = look(session, published).first_fault
    return found and (found.kind, found.seq)


def sql(session: Session, statement: str, **values: object) -> None:
    session.connection().execute(text(statement), values)


def rows(session: Session) -> list[Row]:
    wanted = ENTRY.select().where(ENTRY.c.chain == CHAIN).order_by(ENTRY.c.seq)
    return [dict(row) for row in session.connection().execute(wanted).mappings()]


def put(session: Session, entries: Sequence[Row]) -> None:
    """Write the chain anew, past every guard."""
    sql(session, "DELETE FROM entry WHERE chain = '2030'")
    if entries:
        session.connection().execute(insert(ENTRY), list(entries))


def point_head_at(session: Session, last: Row) -> None:
    sql(
        session,
        "UPDATE chain_head SET seq = :seq, hash = :hash WHERE chain = '2030'",
        seq=last["seq"],
        hash=last["hash"],
    )


def rewrite(session: Session) -> None:
    """Change one entry, hash the rest anew and point the head at it: what nobody can see from inside."""
    chain = _rewritten(rows(session), 10, {"actor": "staff:9"})
    put(session, chain)
    point_head_at(session, chain[-1])


def signed_anew(session: Session) -> list[Published]:
    """What someone with our key would publish over what the chain has become."""
    return publish(session, CHAIN, after=0, ring=RING)


def test_a_year_that_nobody_touched_is_whole(session: Session, published: list[Published]) -> None:
    assert look(session, published) == Verdict(published[-1].seq, None)
    assert published[-1].hash == HEAD
    city = session.get_one(ChainHead, CITY)
    assert verify(session, CITY, published=(), ring=RING) == Verdict(city.seq, None)


def test_a_changed_payload_byte_is_named(session: Session) -> None:
    sql(session, "UPDATE entry SET payload = replace(payload, '300000000', '300000001')")
    place = next(row["seq"] for row in rows(session) if "300000001" in row["payload"])

    assert fault(session) == ("changed", place)
    assert look(session).entries == place - 1


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor", "staff:9"),
        ("act", "toy/999"),
        ("fact", "project.forgotten"),
        ("subject", "project:2030-0009"),
        ("is_input", None),
        ("effective_at", at("2030-01-01 00:00")),
        ("recorded_at", at("2030-01-01 00:00")),
        ("cause", 7),
        ("hash", "0" * 64),
        ("payload", "{}"),
    ],
)
def test_any_changed_column_is_named(session: Session, column: str, value: object) -> None:
    chain = rows(session)
    chain[8][column] = not chain[8][column] if value is None else value
    put(session, chain)

    assert fault(session) == ("changed", 9)


def test_a_value_that_cannot_even_be_read_is_named(session: Session) -> None:
    if session.get_bind().dialect.name == "postgresql":  # its columns hold what they are declared to
        return
    sql(session, "UPDATE entry SET effective_at = 'yesterday' WHERE chain = '2030' AND seq = 9")

    assert fault(session) == ("changed", 9)


@pytest.mark.parametrize("seq", [1, 2, 20])
def test_a_missing_row_is_named(session: Session, seq: int) -> None:
    sql(session, "DELETE FROM entry WHERE chain = '2030' AND seq = :seq", seq=seq)

    assert fault(session) == ("missing", seq)


@pytest.mark.parametrize(("one", "other"), [(11, 12), (1, 2), (5, 30)])
@pytest.mark.parametrize("stays", [("seq",), ("seq", "hash")], ids=["with their hashes", "without"])
def test_a_swapped_pair_is_named(session: Session, one: int, other: int, stays: tuple[str, ...]) -> None:
    chain = rows(session)
    a, b = chain[one - 1], chain[other - 1]
    chain[one - 1] = {**b, **{name: a[name] for name in stays}}
    chain[other - 1] = {**a, **{name: b[name] for name in stays}}
    put(session, chain)

    found = look(session).first_fault
    assert found is not None
    assert (found.kind, found.seq) == ("swapped", one)
    assert f"{one}번째와 {other}번째" in found.text


def test_a_cut_tail_is_named_by_the_head_that_still_points_there(
    session: Session, published: list[Published]
) -> None:
    chain = rows(session)[:-3]
    put(session, chain)

    assert fault(session) == ("head", len(chain) + 1)
    assert fault(session, published) == ("cut", len(chain) + 1)


def test_a_tail_cut_with_its_head_is_caught_by_the_published_head_alone(
    session: Session, published: list[Published]
) -> None:
    chain = rows(session)[:-3]
    put(session, chain)
    point_head_at(session, chain[-1])

    assert fault(session, signed_anew(session)) is None
    assert fault(session, published) == ("cut", len(chain) + 1)


def test_a_whole_chain_that_is_gone_is_caught_by_the_published_head_alone(
    session: Session, published: list[Published]
) -> None:
    put(session, [])
    sql(session, "DELETE FROM chain_head WHERE chain = '2030'")

    assert chains(session) == [CITY]
    assert chains(session, [CHAIN]) == [CITY, CHAIN]
    assert fault(session, published) == ("cut", 1)


def test_a_rewritten_tail_is_caught_by_the_published_head_alone(
    session: Session, published: list[Published]
) -> None:
    rewrite(session)
    next_published = next(mark.seq for mark in published if mark.seq >= 10)

    assert fault(session, signed_anew(session)) is None
    assert fault(session, published) == ("rewritten", next_published)


def test_a_rewritten_chain_whose_publications_are_lost_does_not_pass(
    session: Session, published: list[Published]
) -> None:
    rewrite(session)

    assert fault(session, []) == ("unpublished", published[0].seq)


@pytest.mark.parametrize("lost", [0, 3, -2])
def test_a_head_that_should_have_been_published_is_missed(
    session: Session, published: list[Published], lost: int
) -> None:
    gone = published.pop(lost)

    found = look(session, published).first_fault
    assert found is not None
    assert (found.kind, found.seq) == ("unpublished", gone.seq)
    assert f"첫째는 {gone.seq}번째" in found.text


def test_the_very_last_head_may_be_on_its_way_out(session: Session, published: list[Published]) -> None:
    assert fault(session, published[:-1]) is None
    assert fault(session, published[:-2]) == ("unpublished", published[-2].seq)


def test_a_rewritten_tail_that_forgot_the_head_row_is_named(session: Session) -> None:
    chain = _rewritten(rows(session), 10, {"actor": "staff:9"})
    put(session, chain)

    assert fault(session) == ("head", len(chain) + 1)


def test_a_rewritten_tail_that_is_signed_again_still_meets_the_first_line(
    session: Session, published: list[Published]
) -> None:
    rewrite(session)
    again = signed_anew(session)
    next_published = next(mark.seq for mark in published if mark.seq >= 10)

    assert fault(session, again) is None
    assert fault(session, [*published, *again]) == ("rewritten", next_published)
    assert fault(session, [*again, *published]) == ("rewritten", next_published)


def _by_a_stranger(mark: Published) -> Published:
    key, signature = STRANGER.sign(mark.message)
    return replace(mark, key=key, signature=signature.hex())


@pytest.mark.parametrize(
    "forge",
    [
        pytest.param(_by_a_stranger, id="signed with another site's key"),
        pytest.param(lambda m: replace(m, hash="0" * 64), id="another hash under the old signature"),
        pytest.param(lambda m: replace(m, seq=m.seq + 1), id="another place under the old signature"),
        pytest.param(lambda m: replace(m, signature="00" * 64), id="a made-up signature"),
        pytest.param(lambda m: replace(m, signature="not hex"), id="no signature at all"),
        pytest.param(lambda m: replace(m, key="k9"), id="a key that we never had"),
        pytest.param(lambda m: replace(m, chain="2029"), id="another chain's name"),
    ],
)
def test_a_forged_publication_is_named(
    session: Session, published: list[Published], forge: Callable[[Published], Published]
) -> None:
    published[2] = forge(published[2])

    assert fault(session, published) == ("forged", published[2].seq)


def test_a_true_publication_of_another_chain_is_forged_here(session: Session) -> None:
    blank = Published(CITY, 1, "0" * 64, "", "")
    key, signature = RING.sign(blank.message)

    assert fault(session, [replace(blank, key=key, signature=signature.hex())]) == ("forged", 1)


def test_a_changed_blob_is_named(session: Session) -> None:
    assert verify_blobs(session) is None
    sql(session, "UPDATE blob SET content = :content", content=b"another plan")

    found = verify_blobs(session)
    assert found is not None
    assert found.kind == "blob"


def test_a_blob_that_an_entry_names_and_that_is_gone_is_named(session: Session) -> None:
    plan = session.exec(select(Entry).where(Entry.chain == CHAIN, Entry.seq == 1)).one().facts["plan"]
    sql(session, "DELETE FROM blob WHERE hash = :hash", hash=plan)

    found = verify_blobs(session)
    assert found is not None
    assert (found.chain, found.seq, found.kind) == (CHAIN, 1, "blob")
    assert plan[:12] in found.text


@pytest.mark.parametrize("payload", ["not json", "[]", "7", "{}"])
def test_a_name_that_cannot_be_read_is_left_to_the_walk(session: Session, payload: str) -> None:
    sql(session, "UPDATE entry SET payload = :payload WHERE chain = '2030' AND seq = 1", payload=payload)

    assert verify_blobs(session) is None
    assert fault(session) == ("changed", 1)


def test_every_blob_that_an_act_keeps_is_named_by_its_entry(session: Session) -> None:
    """A fact that names a blob and is not in the mapping would let its blob go unnoticed."""
    kept = set(session.exec(select(Blob.hash)).all())
    written = session.exec(select(Entry)).all()

    naming = {(e.fact, key) for e in written for key, value in e.facts.items() if str(value) in kept}
    assert naming <= {(fact, key) for fact, keys in NAMED_BY.items() for key in keys}


def test_every_chain_is_known_even_without_its_head(session: Session) -> None:
    assert chains(session) == [CITY, CHAIN]

    sql(session, "DELETE FROM chain_head")
    assert chains(session) == [CITY, CHAIN]
    assert (fault(session) or "")[0] == "head"


def test_a_hundred_random_tamperings_are_all_detected(session: Session, published: list[Published]) -> None:
    chance, original = random.Random(2030), rows(session)
    undetected = []
    for number in range(100):  # on each of the two databases
        tamper = TAMPERINGS[number % len(TAMPERINGS)]
        put(session, tamper([dict(row) for row in original], chance))
        if look(session, published).ok:
            undetected.append((number, tamper.__name__))

    assert undetected == []


def _a_byte(chain: list[Row], chance: random.Random) -> list[Row]:
    row = chance.choice(chain)
    column = chance.choice(["payload", "actor", "act", "fact", "subject", "hash"])
    place = chance.randrange(len(row[column]))
    other = chance.choice([c for c in "0123456789abcdefghij" if c != row[column][place]])
    row[column] = row[column][:place] + other + row[column][place + 1 :]
    return chain


def _a_moment(chain: list[Row], chance: random.Random) -> list[Row]:
    row, column = chance.choice(chain), chance.choice(["effective_at", "recorded_at"])
    row[column] = row[column].replace(microsecond=chance.randrange(1, 1_000_000))
    return chain


def _a_cause(chain: list[Row], chance: random.Random) -> list[Row]:
    row = chance.choice(chain)
    row["cause"] = (row["cause"] or 0) + 1
    return chain


def _a_kind(chain: list[Row], chance: random.Random) -> list[Row]:
    row = chance.choice(chain)
    row["is_input"] = not row["is_input"]
    return chain


def _a_row_less(chain: list[Row], chance: random.Random) -> list[Row]:
    del chain[chance.randrange(len(chain))]
    return chain


def _a_row_less_and_closed_up(chain: list[Row], chance: random.Random) -> list[Row]:
    del chain[chance.randrange(len(chain))]
    return _numbered(chain)


def _a_row_more(chain: list[Row], chance: random.Random) -> list[Row]:
    place = chance.randrange(len(chain))
    return _numbered([*chain[:place], dict(chance.choice(chain)), *chain[place:]])


def _two_swapped(chain: list[Row], chance: random.Random) -> list[Row]:
    one, other = chance.sample(range(len(chain)), 2)
    chain[one], chain[other] = chain[other], chain[one]
    return _numbered(chain)


def _a_shorter_tail(chain: list[Row], chance: random.Random) -> list[Row]:
    return chain[: chance.randrange(len(chain))]


def _a_new_tail(chain: list[Row], chance: random.Random) -> list[Row]:
    return _rewritten(chain, chance.randrange(1, len(chain) + 1), {"actor": "staff:9"})


TAMPERINGS = (
    _a_byte,
    _a_moment,
    _a_cause,
    _a_kind,
    _a_row_less,
    _a_row_less_and_closed_up,
    _a_row_more,
    _two_swapped,
    _a_shorter_tail,
    _a_new_tail,
)


def _numbered(chain: list[Row]) -> list[Row]:
    return [{**row, "seq": seq} for seq, row in enumerate(chain, start=1)]


def _rewritten(chain: list[Row], first: int, change: Row) -> list[Row]:
    """Change one entry, and hash it and everything after it anew."""
    previous = chain[first - 2]["hash"] if first > 1 else "0" * 64
    chain[first - 1] |= change
    for row in chain[first - 1 :]:
        previous = row["hash"] = entry_hash(previous, {k: v for k, v in row.items() if k != "hash"})
    return chain


def _triggers(session: Session) -> list[tuple[str, str]]:
    statement = (
        "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal"
        if session.get_bind().dialect.name == "postgresql"
        else "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
    )
    return [(name, table) for name, table in session.connection().execute(text(statement))]
