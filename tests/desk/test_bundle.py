"""뭉치 many proposals in one act: all of them, or none with every faulty row named; the same as one by one."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from desk import bundle, call, classification, completion
from desk.bundle import Classified, Received
from models.project import Project
from models.session import reading
from states.bundle import RowsNotClassified, RowsNotReceived
from states.call import Kind, Standing
from states.classification import Destination, Place, Verdict
from states.track import Track
from states.window import kst
from tests.acts import do, facts, length, status_of
from tests.toy import METRO, YEAR, live, proposal, text_of

WHY, NOW, LATER = text_of("까닭"), "2030-01-20 10:00", "2030-02-10 10:00"
KEPT, SENT = Place("parks", 1), Place(destination=Destination.OWN, district=7)


def row(title: str = "빗물 정원", at: str = "2030-01-10 09:00", **changed: Any) -> Received:
    return Received(replace(proposal(title=title), **changed), kst(at))


def receive(engine: Engine, *rows: Received, at: str = NOW, id: str = "") -> dict[str, int]:
    return do(engine, at, bundle.receive, YEAR, rows, id=id)


@pytest.fixture
def opened(engine: Engine) -> Engine:
    live(engine, "2030-01-01")
    return engine


@pytest.fixture
def received(opened: Engine) -> Engine:
    """Five proposals, and their lane in the classification."""
    receive(opened, *(row(f"제안 {number}") for number in range(1, 6)))
    live_on(opened)
    return opened


def live_on(engine: Engine) -> None:
    from desk import lane

    do(engine, "2030-02-01 00:10", lane.advance, YEAR, METRO)


def stood(engine: Engine) -> list[dict[str, Any]]:
    with reading(engine) as session:
        return [one.model_dump() for one in session.exec(select(Project).order_by(col(Project.number)))]


def test_a_file_of_proposals_is_numbered_in_its_order(opened: Engine) -> None:
    assert receive(opened, row("하나"), row("둘", "2030-01-09 18:00")) == {"received": 2, "first": 1}
    assert receive(opened, row("셋")) == {"received": 1, "first": 3}
    assert status_of(opened, 1, 2, 3) == ["received"] * 3


def test_a_file_leaves_what_receiving_one_by_one_would_leave(engine: Engine, blank: Engine) -> None:
    rows = [row("하나"), row("둘", cost=5_000_000), row("셋", standing=Standing.WORKER, proposer=3)]
    live(engine, "2030-01-01")
    receive(engine, *rows)
    by_file = stood(engine)

    with Session(blank.execution_options(sqlite_begin="IMMEDIATE")) as session:
        from desk import cycle
        from models.journal import Act
        from tests.toy import TEXT

        cycle.open_cycle(session, TEXT, act=Act("open", "staff:1", kst("2029-12-20 10:00")))
        for number, one in enumerate(rows):
            act = Act(f"one-{number}", "staff:1", kst(NOW))
            call.submit(session, YEAR, one.proposal, received_at=one.received_at, act=act)
        one_by_one = [one.model_dump() for one in session.exec(select(Project).order_by(col(Project.number)))]
        session.rollback()
    assert by_file == one_by_one


def test_the_same_file_twice_is_received_once(opened: Engine) -> None:
    once = receive(opened, row(), id="file/1")
    written = length(opened)

    assert receive(opened, row(), id="file/1") == once
    assert length(opened) == written


def test_every_faulty_row_is_named_and_nothing_is_received(opened: Engine) -> None:
    written = length(opened)
    rows = [
        row(),
        row(cost=0),
        row(kind=Kind.EVENT, cost=10**9),
        row(at="2030-03-01 09:00"),
        row(track=Track.NEIGHBOURHOOD_PLAN),
        row(standing=Standing.OFFICIAL),
    ]
    with pytest.raises(RowsNotReceived) as refused:
        receive(opened, *rows)

    said = str(refused.value)
    assert refused.value.facts["count"] == 5
    for place, code in (
        (2, "call.cost"),
        (3, "call.cost"),
        (4, "call."),
        (5, "call.none"),
        (6, "call.proposer"),
    ):
        assert f"{place}번째 줄({code}" in said
    assert length(opened) == written
    assert stood(opened) == []


def test_of_many_faulty_rows_twenty_are_said_and_the_others_counted(opened: Engine) -> None:
    with pytest.raises(RowsNotReceived, match=r"25개.*그 밖에 5줄"):
        receive(opened, *(row(cost=0) for _ in range(25)))


def test_what_looks_alike_is_flagged_also_within_one_file(opened: Engine) -> None:
    same = {"proposer": 3, "likeness": text_of("같은 제목")}
    receive(opened, row("하나", **same), row("다른"), row("둘", **same))
    receive(opened, row("셋", **same))

    assert facts(opened, "proposal.flagged") == [{"like": [1]}, {"like": [1, 3]}]


def test_a_worklist_comes_back_and_every_proposal_gets_its_place(received: Engine) -> None:
    rows = [
        Classified(1, Verdict.KEEP, KEPT),
        Classified(3, Verdict.REJECT, Place(), WHY),
        Classified(2, Verdict.TRANSFER, SENT, WHY),
        Classified(4, Verdict.KEEP, Place(field=1)),
    ]
    assert do(received, LATER, bundle.classify, YEAR, rows) == {"keep": 2, "reject": 1, "transfer": 1}

    assert status_of(received, 1, 2, 3, 4, 5) == [
        "eligible",
        "transferred",
        "ineligible",
        "eligible",
        "received",
    ]
    with reading(received) as session:
        one, two = (session.get_one(Project, (YEAR, number)) for number in (1, 2))
        assert (one.bureau, one.field, one.destination) == ("parks", 1, None)
        assert (two.destination, two.district) == ("own", 7)


def test_a_second_word_by_the_file_takes_the_first_back(received: Engine) -> None:
    do(received, LATER, bundle.classify, YEAR, [Classified(1, Verdict.TRANSFER, SENT, WHY)])
    do(received, LATER, bundle.classify, YEAR, [Classified(1, Verdict.KEEP, KEPT)])

    assert status_of(received, 1) == ["eligible"]
    assert [moved["event"] for moved in facts(received, "project.moved")] == ["transfer", "revert", "keep"]
    with reading(received) as session:
        one = session.get_one(Project, (YEAR, 1))
        assert (one.destination, one.district, one.field) == (None, None, 1)


def test_classifying_by_the_file_leaves_what_one_by_one_would_leave(received: Engine) -> None:
    do(received, LATER, bundle.classify, YEAR, [Classified(1, Verdict.KEEP, KEPT)])
    do(
        received,
        LATER,
        classification.classify,
        YEAR,
        2,
        Verdict.KEEP,
        reason=None,
        field=1,
        bureau="parks",
    )
    one, two = ({**of, "number": 0, "title": ""} for of in stood(received)[:2])
    assert one == two


def test_every_misplaced_row_is_named_and_nothing_is_classified(received: Engine) -> None:
    do(received, "2030-02-05 10:00", completion.ask_completion, YEAR, 5, WHY, kst("2030-02-20 18:00"))
    written = length(received)
    rows = [
        Classified(1, Verdict.KEEP, KEPT),
        Classified(2, Verdict.KEEP, Place(field=9)),
        Classified(3, Verdict.REJECT, Place()),
        Classified(4, Verdict.TRANSFER, Place(), WHY),
        Classified(5, Verdict.REJECT, Place(), WHY),
        Classified(99, Verdict.KEEP, KEPT),
        Classified(1, Verdict.KEEP, KEPT),
    ]
    with pytest.raises(RowsNotClassified) as refused:
        do(received, LATER, bundle.classify, YEAR, rows)

    said = str(refused.value)
    for words in (
        "1번(2번 적힘)",
        "2번(이 유형에는 9번 분야가 없습니다",
        "3번(",
        "4번(",
        "5번(",
        "99번(없는 사업)",
    ):
        assert words in said
    assert refused.value.facts["count"] == 6
    assert length(received) == written


def test_an_incomplete_one_is_not_kept(received: Engine) -> None:
    do(received, "2030-02-05 10:00", completion.ask_completion, YEAR, 5, WHY, kst("2030-02-06 18:00"))
    with pytest.raises(RowsNotClassified, match="보완요청"):
        do(received, LATER, bundle.classify, YEAR, [Classified(5, Verdict.KEEP, KEPT)])

    assert (
        do(received, LATER, bundle.classify, YEAR, [Classified(5, Verdict.REJECT, Place(), WHY)])["reject"]
        == 1
    )
