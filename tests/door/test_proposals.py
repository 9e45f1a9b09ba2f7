"""What a proposer writes at the door: kept beside the journal, received in the window, waiting outside it."""

import dataclasses
import unicodedata

import pytest
from sqlmodel import select

from desk import cycle
from desk.completion import Answer
from door import proposals
from door.house import House
from door.proposals import Hand, Paper, Receipt, TitleMissing, WordsMissing
from models.journal import CITY, Act, ActReused, Entry
from models.project import Project
from models.session import reading, writing
from models.waiting import Waiting
from models.written import read_back
from states.call import CallClosed, CostOutOfRange, Kind, Via
from states.track import Track
from states.window import kst
from tests.toy import TEXT, YEAR

PAPER = Paper("빗물 정원", Track.METRO, Kind.ORDINARY, 300_000_000, (1, 2), proposer=7)
MINE = Hand("form/1", "person:7")


def at(house: House, moment: str) -> House:
    return dataclasses.replace(house, now=lambda: kst(moment))


def receive(
    house: House, moment: str, paper: Paper = PAPER, hand: Hand = MINE, year: int | None = YEAR
) -> Receipt:
    return proposals.receive(at(house, moment), year, paper, hand=hand)


def test_in_the_window_a_proposal_is_received_and_its_title_kept_beside_the_journal(house: House) -> None:
    receipt = receive(house, "2030-01-05 10:00", dataclasses.replace(PAPER, via=Via.PHONE))
    assert (receipt, str(receipt)) == (Receipt(1, waits=False), "제안 1번으로 접수했습니다.")
    with reading(house.engine) as session:
        row = session.get_one(Project, (YEAR, 1))
        assert read_back(session, row.title, ring=house.ring) == "빗물 정원"
        assert (row.via, row.likeness) == ("phone", proposals.likeness_of(house, "빗물 정원"))
        assert not any("빗물" in entry.payload for entry in session.exec(select(Entry)).all())


@pytest.mark.parametrize(
    ("moment", "year"),
    [
        pytest.param("2029-12-31 23:59:59", YEAR, id="before the call"),
        pytest.param("2030-02-01 00:00", YEAR, id="after it"),
        pytest.param("2030-01-05 10:00", None, id="for no cycle"),
    ],
)
def test_outside_the_window_a_proposal_waits(house: House, moment: str, year: int | None) -> None:
    receipt = receive(house, moment, year=year)
    assert (receipt, "다음 공모 때" in str(receipt)) == (Receipt(1, waits=True), True)
    with reading(house.engine) as session:
        row = session.get_one(Waiting, 1)
        assert (row.status, row.received_at) == ("kept", kst(moment))
        assert read_back(session, row.title, ring=house.ring) == "빗물 정원"


def test_the_same_form_again_is_the_same_receipt_whenever_it_comes(house: House) -> None:
    first = receive(house, "2030-01-05 10:00")
    assert receive(house, "2030-02-10 10:00") == first
    early = receive(house, "2029-12-31 10:00", hand=Hand("form/2", "person:7"))
    assert early.waits
    assert receive(house, "2030-01-05 10:00", hand=Hand("form/2", "person:7")) == early
    with pytest.raises(ActReused):
        receive(house, "2030-01-05 10:00", dataclasses.replace(PAPER, title="다른 제목"))


def test_what_the_call_refuses_for_another_reason_does_not_wait(house: House) -> None:
    with pytest.raises(CostOutOfRange):
        receive(house, "2030-01-05 10:00", dataclasses.replace(PAPER, cost=4_000_000_000))
    with pytest.raises(TitleMissing):
        receive(house, "2030-01-05 10:00", dataclasses.replace(PAPER, title=" "))
    with reading(house.engine) as session:
        assert session.exec(select(Waiting)).all() == []


def test_a_paper_that_came_in_time_is_entered_by_staff_afterwards(house: House) -> None:
    paper = dataclasses.replace(PAPER, via=Via.PAPER)
    receipt = proposals.receive(
        at(house, "2030-02-01 00:05"),
        YEAR,
        paper,
        hand=Hand("form/3", "staff:2"),
        received_at=kst("2030-01-31 17:00"),
    )
    assert receipt == Receipt(1, waits=False)


@pytest.mark.parametrize(
    ("title", "alike"),
    [
        pytest.param("빗물정원", True, id="without the blank"),
        pytest.param(" 빗물\u3000정원 ", True, id="with wide blanks"),
        pytest.param(unicodedata.normalize("NFD", "빗물 정원"), True, id="in decomposed letters"),
        pytest.param("빗물 정원 2", False, id="another title"),
    ],
)
def test_titles_that_look_alike_have_one_likeness(house: House, title: str, alike: bool) -> None:
    assert (proposals.likeness_of(house, title) == proposals.likeness_of(house, "빗물 정원")) is alike


def test_wide_and_narrow_letters_are_alike(house: House) -> None:
    assert proposals.likeness_of(house, "ＡＢＣ Park") == proposals.likeness_of(house, "abcPARK")


def test_a_completion_is_asked_and_answered_in_words_that_the_journal_does_not_hold(house: House) -> None:
    receive(house, "2030-01-05 10:00")
    staff, mine = Hand("form/4", "staff:2"), Hand("form/5", "person:7")
    with pytest.raises(WordsMissing):
        proposals.ask_completion(house, YEAR, 1, " ", until=kst("2030-01-10"), hand=staff)
    asked = at(house, "2030-01-06 10:00")
    until = kst("2030-01-10 18:00")
    assert (
        proposals.ask_completion(asked, YEAR, 1, "지도를 붙여 주세요", until=until, hand=staff)
        == "incomplete"
    )

    for moment in ("2030-01-07 10:00", "2030-01-12 10:00"):  # the same answer again, late: it came in time
        answered = proposals.answer_completion(
            at(house, moment), YEAR, 1, Answer(cost=5), title="빗물 정원 둘", hand=mine
        )
        assert answered == "received"
    with reading(house.engine) as session:
        row = session.get_one(Project, (YEAR, 1))
        assert (row.cost, read_back(session, row.title, ring=house.ring)) == (5, "빗물 정원 둘")


def test_a_proposal_is_taken_back_wherever_it_is(house: House) -> None:
    receive(house, "2029-12-31 10:00", hand=Hand("form/6", "person:7"))
    receive(house, "2030-01-05 10:00")
    back = at(house, "2030-01-06 10:00")
    hand = Hand("form/7", "person:7")
    assert proposals.withdraw(back, YEAR, 1, reason="사정이 생겨서", hand=hand) == "withdrawn"
    assert proposals.withdraw_waiting(back, 1, hand=hand) == "withdrawn"
    with reading(house.engine) as session:
        wanted = select(Entry).where(Entry.fact == "project.withdrawn")
        (entry,) = session.exec(wanted).all()
        assert read_back(session, entry.facts["reason"], ring=house.ring) == "사정이 생겨서"


def test_a_practice_years_closed_call_keeps_nothing_for_real(house: House) -> None:
    practice = TEXT.replace("2030", "2031")
    with writing(house.engine) as session:
        cycle.open_cycle(session, practice, act=Act("p", "staff:1", kst("2029-12-20")), practice=True)
    with pytest.raises(CallClosed):
        receive(house, "2029-12-21", year=2031)
    with reading(house.engine) as session:
        assert session.exec(select(Entry).where(Entry.chain == CITY)).all() == []
