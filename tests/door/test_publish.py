"""The heads that leave the house: signed, each once, in a file that outlives a kill and tells a forgery."""

import json
from collections.abc import Generator, Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from desk import people
from desk.verify import chains, verify
from door import keys
from door.acts import do
from door.checkup import Finding, checkup
from door.house import House, enter
from door.publish import (
    PublicationBroken,
    PublicationClosed,
    PublicationLost,
    publish_heads,
    published,
    published_chains,
    republish,
)
from door.settings import Settings
from models import guards, plan
from models.journal import CITY, entries, head_of
from models.person import Person
from models.session import reading
from states.stage import Stage
from tests.databases import fresh_database
from tests.processes import Barrier, at_once
from tests.toy import METRO, YEAR, at, live, moving, opening, text_of

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

    with reading(house.engine) as session:
        assert session.get(Person, number) is not None
    assert "1번째 줄" in look(house)[f"{CITY} 일지"].text


def test_a_file_that_cannot_be_opened_is_told_in_a_line_and_by_the_doctor(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    publish_heads(house, CHAIN)
    closed = file(house).with_name(f"{CITY}.jsonl")
    closed.mkdir()

    do(house, None, lambda s, a: people.register(s, text_of("이름"), act=a), act="r", by="staff:1")

    (line,) = caplog.records
    assert line.exc_info is None
    assert "열 수 없습니다" in line.getMessage()
    assert "열 수 없습니다" in look(house)[f"{CITY} 일지"].text
    with pytest.raises(PublicationClosed):
        published(house, CITY)


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
    house = founded(url, tmp_path)

    do(house, YEAR, opening, act="form/1", by="staff:1")
    (head,) = published(house, CHAIN)

    with reading(house.engine) as session:
        last = head_of(session, CHAIN)
        assert last is not None
        assert (head.seq, head.hash) == (last.seq, last.hash)
    house.engine.dispose()


def test_a_door_that_died_between_commit_and_publication_publishes_at_the_next_act(house: House) -> None:
    publish_heads(house, CHAIN)
    whole = file(house).read_text()
    file(house).write_text("".join(f"{line}\n" for line in lines(house)[:-2]))

    do(house, None, lambda s, a: people.register(s, text_of("누구"), act=a), act="form/1", by="staff:1")
    assert file(house).read_text() != whole

    do(house, YEAR, opening, act="toy/0", by="staff:1")
    assert file(house).read_text() == whole


def test_a_lost_file_is_not_signed_anew_before_somebody_has_looked(house: House) -> None:
    publish_heads(house, CHAIN)
    count = len(lines(house))
    file(house).unlink()

    with pytest.raises(PublicationLost, match=f"머리 {count}개.*doctor --repair"):
        publish_heads(house, CHAIN, at_most=3)
    assert published(house, CHAIN) == []
    with reading(house.engine) as session:
        fault = verify(session, CHAIN, published=published(house, CHAIN), ring=house.ring).first_fault
    assert fault is not None
    assert fault.kind == "unpublished"


def test_a_few_heads_that_are_late_are_published_within_the_limit(house: House) -> None:
    publish_heads(house, CHAIN)
    whole = file(house).read_text()
    file(house).write_text("".join(f"{line}\n" for line in lines(house)[:-3]))

    with pytest.raises(PublicationLost):
        publish_heads(house, CHAIN, at_most=2)
    assert len(publish_heads(house, CHAIN, at_most=3)) == 3
    assert file(house).read_text() == whole


def test_once_somebody_has_looked_everything_is_published_anew(house: House) -> None:
    publish_heads(house, CHAIN)
    whole = file(house).read_text()
    file(house).unlink()

    assert [head.chain for head in republish(house)] == [CHAIN] * len(whole.splitlines())
    assert file(house).read_text() == whole
    assert republish(house) == []
    assert not file(house).with_name(f"{CITY}.jsonl").exists(), "the city has nothing to publish"


@pytest.mark.parametrize("lost", [0, 4, -1])
def test_publishing_anew_fills_a_gap_and_leaves_the_other_lines_alone(house: House, lost: int) -> None:
    publish_heads(house, CHAIN)
    left = lines(house)
    gone = left.pop(lost)
    file(house).write_text("".join(f"{line}\n" for line in left))

    republish(house)

    assert lines(house) == [*left, gone]
    with reading(house.engine) as session:
        assert verify(session, CHAIN, published=published(house, CHAIN), ring=house.ring).ok


def test_publishing_anew_does_not_paint_over_what_was_published(house: House) -> None:
    """A head that left the house before the chain was rewritten stays in the file, to accuse it."""
    publish_heads(house, CHAIN)
    forged = [json.dumps({**json.loads(line), "hash": "0" * 64}) for line in lines(house)]
    file(house).write_text("".join(f"{line}\n" for line in forged))

    assert republish(house) == []
    assert lines(house) == forged


# the doctor


def test_a_stage_that_ends_while_the_doctor_looks_is_no_cut_tail(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = founded(url, tmp_path)
    do(house, YEAR, opening, act="form/1", by="staff:1")
    then = replace(house, now=lambda: at("2030-02-01 00:10"))

    def chains_and_then(session: Session, published: Iterable[str]) -> Sequence[str]:
        found = chains(session, published)  # from here on the doctor's look at the database stands still
        do(then, YEAR, moving(METRO), act="form/2", by="scheduler")
        return found

    monkeypatch.setattr("door.checkup.chains", chains_and_then)
    findings = look(house)
    house.engine.dispose()

    assert len(published(house, CHAIN)) == 2
    assert findings[f"{CHAIN} 일지"].ok, findings[f"{CHAIN} 일지"].text


def test_the_doctor_misses_a_lost_publication(house: House) -> None:
    assert "공표 파일에 없습니다" in look(house)[f"{CHAIN} 일지"].text

    republish(house)
    assert look(house)[f"{CHAIN} 일지"].ok


def test_the_doctor_looks_at_what_entries_name(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = founded(url, tmp_path)
    do(house, YEAR, opening, act="form/1", by="staff:1")
    assert look(house)["원본"].ok

    with house.engine.begin() as connection:  # someone takes the guards down, and puts them back
        for name in ("blob_no_change",) if house.engine.dialect.name == "postgresql" else ("blob_no_delete",):
            connection.execute(
                text(f"DROP TRIGGER {name}" + (" ON blob" if name == "blob_no_change" else ""))
            )
        connection.execute(text("DELETE FROM blob"))
        guards.install(connection)
    monkeypatch.setattr(plan, "_FOLDED", {})  # a doctor comes in a process of his own, and has read nothing
    found = look(house)
    house.engine.dispose()

    assert not found["원본"].ok
    assert "1번째 기록이 가리키는 원본" in found["원본"].text
    assert "살피지 못했습니다" in found[f"{YEAR}년 기한"].text


def look(house: House) -> dict[str, Finding]:
    return {finding.what: finding for finding in checkup(house.settings)}


def founded(url: str, folder: Path) -> House:
    """A house of its own, in which nothing has happened."""
    settings = Settings(home=folder / "home", database=url)
    keys.make(settings.keys_file)
    return enter(settings)


def _publish(number: int, together: Barrier, settings: dict[str, Any]) -> int:
    house = enter(Settings(**settings))
    together.wait()
    heads = publish_heads(house, CHAIN)
    house.engine.dispose()
    return len(heads)
