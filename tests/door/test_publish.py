"""The heads that leave the house: signed, each once, in a file that outlives a kill and tells a forgery."""

import json
from collections.abc import Generator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from desk import people
from desk.verify import verify
from door import keys
from door.acts import do
from door.checkup import checkup
from door.house import House, enter
from door.publish import PublicationBroken, publish_heads, published, published_chains
from door.settings import Settings
from models.journal import CITY, Act, entries, head_of
from models.person import Person
from models.session import reading
from states.stage import Stage
from tests.databases import fresh_database
from tests.processes import Barrier, at_once
from tests.toy import YEAR, live, opening, text_of

CHAIN = str(YEAR)


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Generator[Settings]:
    """A house in which the year has been lived."""
    folder = tmp_path_factory.mktemp("site")
    with fresh_database(request.param, request.getfixturevalue, folder) as address:
        settings = Settings(home=folder, database=address)
        keys.make(settings.keys_file)
        house = enter(settings)
        live(house.engine)
        house.engine.dispose()
        yield settings


@pytest.fixture
def house(site: Settings, tmp_path: Path) -> Generator[House]:
    """The same house, from which nothing was published yet."""
    house = enter(site.model_copy(update={"published": tmp_path}))
    yield house
    house.engine.dispose()


def lines(house: House) -> list[str]:
    return file(house).read_text().splitlines()


def file(house: House) -> Path:
    return house.settings.published_folder / f"{CHAIN}.jsonl"


def test_a_head_is_published_at_the_opening_at_each_stages_end_and_at_the_close(house: House) -> None:
    publish_heads(house, CHAIN)

    with reading(house.engine) as session:
        ends = [
            entry.act
            for entry in entries(
                session, CHAIN, "cycle.opened", "stage.closed", "cycle.stage_closed", "cycle.closed"
            )
        ]
        last = {entry.act: entry.seq for entry in entries(session, CHAIN)}
        stages = {e.facts["stage"] for e in entries(session, CHAIN, "cycle.entered")}
    assert [head.seq for head in published(house, CHAIN)] == [last[act] for act in ends]
    assert stages >= set(Stage)


def test_the_lines_verify(house: House) -> None:
    publish_heads(house, CHAIN)
    heads = published(house, CHAIN)

    assert all(head.is_ours(house.ring) for head in heads)
    assert [json.loads(line) for line in lines(house)] == [asdict(head) for head in heads]
    with reading(house.engine) as session:
        last = head_of(session, CHAIN)
        assert last is not None
        assert (heads[-1].seq, heads[-1].hash) == (last.seq, last.hash)
        assert verify(session, CHAIN, published=heads, ring=house.ring).ok


def test_what_was_published_is_not_published_again(house: House) -> None:
    first = publish_heads(house, CHAIN)

    assert publish_heads(house, CHAIN) == []
    assert published(house, CHAIN) == first


def test_processes_that_publish_at_once_publish_each_head_once(house: House) -> None:
    counts = at_once(4, _publish, house.settings.model_dump())

    seqs = [head.seq for head in published(house, CHAIN)]
    assert sorted(counts) == [0, 0, 0, len(seqs)]
    assert seqs == sorted(set(seqs))


@pytest.mark.parametrize("kept", [0, 1, 20, -1])
def test_a_line_that_a_killed_process_left_half_written_is_written_again(house: House, kept: int) -> None:
    publish_heads(house, CHAIN)
    whole = file(house).read_text()
    last = whole.splitlines()[-1]
    file(house).write_text(whole.removesuffix(f"{last}\n") + last[: kept if kept >= 0 else None])

    assert [head.seq for head in published(house, CHAIN)] == [
        json.loads(x)["seq"] for x in whole.splitlines()
    ][:-1]
    publish_heads(house, CHAIN)
    assert file(house).read_text() == whole


@pytest.mark.parametrize("damage", ["not json", "{}", "[]", '{"chain": "2030"}', ""])
def test_a_damaged_line_is_refused_with_its_number(house: House, damage: str) -> None:
    publish_heads(house, CHAIN)
    broken = lines(house)
    broken[2] = damage
    file(house).write_text("\n".join(broken) + "\n")

    for act in (published, publish_heads):
        with pytest.raises(PublicationBroken, match="3번째 줄"):
            act(house, CHAIN)
    assert lines(house) == broken


def test_an_act_is_done_whatever_becomes_of_its_publication(house: House) -> None:
    broken = file(house).with_name(f"{CITY}.jsonl")
    publish_heads(house, CHAIN)
    broken.write_text("not json\n")

    number = do(house, None, lambda s, a: people.register(s, text_of("이름"), act=a), act="r", by="staff:1")

    assert number == 1
    with reading(house.engine) as session:
        assert session.get(Person, 1) is not None
    assert "1번째 줄" in {finding.what: finding.text for finding in checkup(house.settings)}[f"{CITY} 일지"]


def test_a_forged_line_is_read_and_named_by_the_walk(house: House) -> None:
    publish_heads(house, CHAIN)
    first = json.loads(lines(house)[0])
    file(house).write_text("\n".join([json.dumps({**first, "hash": "0" * 64}), *lines(house)[1:]]) + "\n")

    with reading(house.engine) as session:
        fault = verify(session, CHAIN, published=published(house, CHAIN), ring=house.ring).first_fault
    assert fault is not None
    assert fault.kind == "forged"


def test_the_chains_that_left_the_house_are_known(house: House) -> None:
    assert published_chains(house) == []
    publish_heads(house, CHAIN)

    assert published_chains(house) == [CHAIN]


def test_a_chain_that_publishes_nothing_has_nothing(house: House) -> None:
    assert published(house, CITY) == []
    assert publish_heads(house, CITY) == []


def test_an_act_at_the_door_publishes_what_it_ended(url: str, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", database=url)
    keys.make(settings.keys_file)
    house = enter(settings)

    do(house, YEAR, opening, act="form/1", by="staff:1")
    (head,) = published(house, CHAIN)

    with reading(house.engine) as session:
        last = head_of(session, CHAIN)
        assert last is not None
        assert (head.seq, head.hash) == (last.seq, last.hash)
    house.engine.dispose()


def test_a_door_that_died_between_commit_and_publication_publishes_at_the_next_act(house: House) -> None:
    """The year was lived without a door: the first act through one finds everything to be published."""

    def register(session: Session, act: Act) -> int:
        from desk import people

        return people.register(session, text_of("누구"), act=act)

    do(house, None, register, act="form/1", by="staff:1")
    assert published(house, CHAIN) == []

    do(house, YEAR, opening_again, act="toy/0", by="staff:1")
    assert len(published(house, CHAIN)) > 10


def opening_again(session: Session, act: Act) -> int:
    return opening(session, act)


def _publish(number: int, together: Barrier, settings: dict[str, Any]) -> int:
    house = enter(Settings(**settings))
    together.wait()
    heads = publish_heads(house, CHAIN)
    house.engine.dispose()
    return len(heads)
