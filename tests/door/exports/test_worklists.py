"""작업표 what goes out to be filled in comes back as it went, and brought in again it changes nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from desk import bundle, classification, council, drafting, people
from desk.bundle import Classified
from door import proposals
from door.exports import scoring, worklists
from door.exports.asked import Asked, NothingToExport, Scope, fitting
from door.exports.kinds import Format, Kind, export
from door.exports.scoring import CouncilNotSaid
from door.exports.worklists import Table
from door.files import kinds
from door.files.difference import difference
from door.files.faults import RowsFaulty
from door.files.reading import Reading, read
from door.files.write import csv_of
from door.house import House
from door.imports.order import Order, State
from door.imports.walk import bring
from door.proposals import Hand, Paper
from models.journal import Act
from models.person import keep_contact
from models.session import reading, writing
from models.written import write_down
from states.call import Kind as ProposalKind
from states.canonical import digest
from states.classification import Destination, Place, Verdict
from states.contact import Channel
from states.council import Item as Decided
from states.council import Verdict as Word
from states.drafting import Item
from states.stage import Stage
from states.window import kst
from tests.council import give_scores
from tests.housed import house_at
from tests.imports import state_of
from tests.placed import row, stand
from tests.toy import METRO, YEAR

_M = 1_000_000
TITLES = ("빗물 정원", "=1+1 셈하는 제안", "'- 두 줄\n제안")
FORMATS = (Format.XLSX, Format.CSV)


def out(house: House, kind: Kind, format: Format = Format.XLSX, **scope: Any) -> bytes:
    with reading(house.engine) as session:
        return b"".join(export(house, session, kind, Scope(YEAR, **scope), format).pieces)


def unchanged(house: House, kind: Kind, make: Any, *, brings: bool = True, **scope: Any) -> None:
    """Read back in both formats, and as an old Excel saves it, it says what went out; brought in, it changes nothing."""
    with reading(house.engine) as session:
        spec, rows = make(Asked(house, session, Scope(YEAR, **scope)))
    before = fitting(rows, spec)
    stood, more = state_of(house.engine), {k: v for k, v in scope.items() if k == "council"}
    sent = [out(house, kind, format, **scope) for format in FORMATS]
    for content in (*sent, out(house, kind, Format.CSV, **scope).decode("utf-8-sig").encode("cp949")):
        found = read(content, spec)
        assert not found.count, found.faults
        assert difference(before, found.dicts(), spec).words == "바뀐 것이 없습니다."
        if brings:
            answer = bring(house, Order(str(kind), YEAR, content, "staff:9", **more))
            assert (answer.added, answer.changed, answer.faulty) == (0, 0, 0), answer
            assert state_of(house.engine) == stood


def brought(house: House, kind: Kind, **more: Any) -> State:
    """Bring the very file in again."""
    content = out(house, kind, **more)
    more.pop("with_names", None)
    return bring(house, Order(str(kind), YEAR, content, "staff:9", **more)).state


def note(house: House, session: Session, words: str) -> str:
    slot = f"{YEAR}/test#{digest(words.encode())}"
    return write_down(session, words, slot=slot, ring=house.ring, entropy=house.entropy)


@pytest.fixture
def office(tmp_path: Path, empty_sqlite: Path) -> Iterator[House]:
    """Three proposals of one citizen, in the classification."""
    house = house_at(tmp_path / "home", empty_sqlite, "2030-01-01 10:00")
    with writing(house.engine) as session:
        people.register(session, note(house, session, "김시민"), act=Act("one", "staff:1", house.now()))
        for channel, address in ((Channel.PHONE, "010-1234-5678"), (Channel.MAIL, "kim@example.kr")):
            keep_contact(session, 1, channel, address, ring=house.ring, entropy=house.entropy)
    for place, title in enumerate(TITLES):
        paper = Paper(title, METRO, ProposalKind.ORDINARY, 300 * _M, (1, 2), proposer=1)
        proposals.receive(house, YEAR, paper, hand=Hand(f"proposal/{place}", "person:1"))
    stand(house.engine, Stage.CLASSIFICATION, [])
    yield replace(house, now=lambda: kst("2030-02-11 10:00"))
    house.engine.dispose()


def judged(house: House) -> None:
    with writing(house.engine) as session:
        why = note(house, session, "구의 일입니다")
        act = Act("assigned", "staff:1", kst("2030-02-09 10:00"))
        classification.assign(session, YEAR, [1, 2], "parks", act=act)
        rows = [
            Classified(1, Verdict.KEEP, Place(field=1)),
            Classified(2, Verdict.REJECT, Place(), why),
            Classified(3, Verdict.TRANSFER, Place(destination=Destination.OWN, district=1), why),
        ]
        bundle.classify(session, YEAR, rows, act=Act("judged", "staff:1", kst("2030-02-10 10:00")))


def test_a_worklist_goes_out_with_the_verdict_to_be_filled_in(office: House) -> None:
    found = read(out(office, Kind.CLASSIFICATION), kinds.classification(YEAR))
    assert (found.faulty, {fault.name for fault in found.faults}) == (3, {"분류"})


def test_a_filled_worklist_comes_back_as_it_went(office: House) -> None:
    judged(office)
    unchanged(office, Kind.CLASSIFICATION, worklists.classification)
    unchanged(office, Kind.CLASSIFICATION, worklists.classification, bureau="parks")
    assert brought(office, Kind.CLASSIFICATION) is State.BEFORE


def test_a_bureau_gets_its_own_and_nobody_elses(office: House) -> None:
    judged(office)
    found = read(out(office, Kind.CLASSIFICATION, bureau="parks"), kinds.classification(YEAR))
    assert found.rows["number"].to_list() == [1, 2]
    with pytest.raises(NothingToExport):
        out(office, Kind.CLASSIFICATION, bureau="welfare")


def test_who_fell_in_the_review_is_on_no_worklist(office: House) -> None:
    stand(office.engine, Stage.CLASSIFICATION, [_fallen()])
    found = read(out(office, Kind.CLASSIFICATION), kinds.classification(YEAR))
    assert found.faulty == 3


def _fallen() -> Any:
    one = row(9, "ineligible", _M, METRO, "ordinary")
    one.fell_at = "hearing"
    return one


def test_proposals_go_out_without_their_proposers(office: House) -> None:
    with reading(office.engine) as session:
        spec, _ = worklists.proposals(Asked(office, session, Scope(YEAR)))
    assert not {column.key for column in spec.columns} & {"name", "phone", "mail"}
    text = out(office, Kind.PROPOSALS, Format.CSV).decode("utf-8-sig")
    assert "김시민" not in text
    assert "1234" not in text
    assert "빗물 정원" in text


def test_proposals_with_names_come_back_as_they_went(office: House) -> None:
    unchanged(office, Kind.PROPOSALS, worklists.proposals, with_names=True)
    found = read(out(office, Kind.PROPOSALS, with_names=True), kinds.proposals()).dicts()
    assert [(one["name"], one["phone"], one["mail"]) for one in found] == [
        ("김시민", "01012345678", "kim@example.kr")
    ] * 3
    assert [one["title"] for one in found] == list(TITLES)
    assert brought(office, Kind.PROPOSALS, with_names=True) is State.BEFORE


def test_a_proposal_keeps_the_receipt_that_it_came_under(office: House) -> None:
    renamed = _renamed(read(out(office, Kind.PROPOSALS, with_names=True), kinds.proposals()))
    stand(office.engine, Stage.CALL, [])
    calling = replace(office, now=lambda: kst("2030-01-20 10:00"))
    assert bring(calling, Order("proposals", YEAR, renamed, "staff:9")).state is State.DONE
    found = read(out(office, Kind.PROPOSALS, with_names=True), kinds.proposals()).dicts()
    assert [one["receipt"] for one in found][3:] == ["A-1", "A-2", "A-3"]


def _renamed(found: Reading) -> bytes:
    rows = [{**one, "receipt": f"A-{place}"} for place, one in enumerate(found.dicts(), start=1)]
    return csv_of(rows, kinds.proposals())


def test_nothing_is_said_of_a_year_without_proposals(tmp_path: Path, empty_sqlite: Path) -> None:
    house = house_at(tmp_path / "home", empty_sqlite, "2030-01-01 10:00")
    for kind in (Kind.PROPOSALS, Kind.CLASSIFICATION, Kind.DRAFTS, Kind.DECISIONS, Kind.REVIEW, Kind.VOTE):
        with pytest.raises(NothingToExport):
            out(house, kind)
    house.engine.dispose()


@pytest.fixture
def budget(tmp_path: Path, empty_sqlite: Path) -> Iterator[House]:
    """Three projects are chosen."""
    house = house_at(tmp_path / "home", empty_sqlite, "2030-01-01 10:00")
    rows = [row(n, "selected", n * 100 * _M, METRO, "ordinary") for n in (1, 2, 3)]
    stand(house.engine, Stage.DRAFTING, rows)
    yield replace(house, now=lambda: kst("2030-06-10 10:00"))
    house.engine.dispose()


def _drafted(house: House) -> None:
    with writing(house.engine) as session:
        why = note(house, session, "단가를 조정함")
        act = Act("out", "staff:7", house.now())
        drafting.refuse_draft(session, YEAR, 3, reason=note(house, session, "중복"), act=act)
        items = [Item(1, 100 * _M), Item(2, 150 * _M, why)]
        drafting.draft(session, YEAR, items, act=Act("in", "staff:7", house.now()))


def test_a_draft_sheet_goes_out_with_what_was_chosen(budget: House) -> None:
    with reading(budget.engine) as session:
        _, rows = worklists.drafts(Asked(budget, session, Scope(YEAR)))
    assert [(one["verdict"], one["won"]) for one in rows] == [
        (None, 100 * _M),
        (None, 200 * _M),
        (None, 300 * _M),
    ]


def test_a_draft_sheet_that_comes_back_untouched_drafts_nothing(budget: House) -> None:
    found = read(out(budget, Kind.DRAFTS), kinds.drafts(YEAR))
    assert (found.faulty, {fault.name for fault in found.faults}) == (3, {"편성 여부"})
    with pytest.raises(RowsFaulty):
        brought(budget, Kind.DRAFTS)


def test_a_filled_draft_sheet_comes_back_as_it_went(budget: House) -> None:
    _drafted(budget)
    found = read(out(budget, Kind.DRAFTS), kinds.drafts(YEAR)).dicts()
    assert [(one["verdict"], one["won"], one["reason"]) for one in found] == [
        ("draft", 100 * _M, None),
        ("draft", 150 * _M, "단가를 조정함"),
        ("leave_out", 0, "중복"),
    ]
    unchanged(budget, Kind.DRAFTS, worklists.drafts)
    assert brought(budget, Kind.DRAFTS) is State.BEFORE


def test_a_council_sheet_comes_back_as_it_went(budget: House) -> None:
    _drafted(budget)
    found = read(out(budget, Kind.DECISIONS), kinds.decisions(YEAR))
    assert (found.faulty, {fault.name for fault in found.faults}) == (2, {"의결 결과"})
    stand(budget.engine, Stage.COUNCIL, [])
    with writing(budget.engine) as session:
        items = [Decided(1, Word.ADOPT, 90 * _M), Decided(2, Word.STRIKE, 0)]
        council.decide_items(session, YEAR, items, act=Act("said", "staff:8", kst("2030-12-10 10:00")))
    unchanged(budget, Kind.DECISIONS, worklists.decisions)
    later = replace(budget, now=lambda: kst("2030-12-10 10:00"))
    assert brought(later, Kind.DECISIONS) is State.BEFORE
    assert [one["won"] for one in read(out(budget, Kind.DRAFTS), kinds.drafts(YEAR)).dicts()] == [
        100 * _M,
        150 * _M,
        0,
    ], "the draft stays what it was"
    assert brought(later, Kind.DRAFTS) is State.BEFORE, "and is known again after the council"


def test_a_scoring_sheet_has_a_row_for_each_seat_and_project(tmp_path: Path, empty_sqlite: Path) -> None:
    house = house_at(tmp_path / "home", empty_sqlite, "2030-03-24 09:30")
    spec, rows = _sheet(house)
    assert {one["person"] for one in rows} == {11, 12, 13, 15}, "who is excused has no row"
    found = read(out(house, Kind.SCORES, council=1), spec)
    assert found.faulty == len(rows), "and nothing is scored yet"
    with writing(house.engine) as session:
        give_scores(session, YEAR, 1, act=Act("given", "staff:3", house.now()))
    unchanged(house, Kind.SCORES, scoring.scores, council=1)
    assert brought(house, Kind.SCORES, council=1) is State.BEFORE
    house.engine.dispose()


def test_a_council_that_is_done_tells_what_was_given_last(tmp_path: Path, empty_sqlite: Path) -> None:
    house = house_at(tmp_path / "home", empty_sqlite, "2030-04-10 10:00")
    unchanged(house, Kind.SCORES, scoring.scores, brings=False, council=1)  # its scores are closed
    with pytest.raises(CouncilNotSaid):
        out(house, Kind.SCORES)
    house.engine.dispose()


def test_before_its_ranking_a_council_has_no_sheet(tmp_path: Path, empty_sqlite: Path) -> None:
    house = house_at(tmp_path / "home", empty_sqlite, "2030-03-07")
    with pytest.raises(NothingToExport, match="민관예산협의회"):
        out(house, Kind.SCORES, council=1)
    house.engine.dispose()


def _sheet(house: House) -> Table:
    with reading(house.engine) as session:
        return scoring.scores(Asked(house, session, Scope(YEAR, council=1)))


@pytest.mark.parametrize(
    ("given", "stands"),
    [
        pytest.param({"title": "  빗물\r\n정원 "}, "빗물\n정원", id="blanks and breaks"),
        pytest.param({"title": "가" * 300}, "가" * 200, id="too long for its column"),
        pytest.param({"title": " "}, None, id="nothing"),
        pytest.param({}, None, id="erased"),
    ],
)
def test_a_text_goes_out_as_it_will_be_read(given: Mapping[str, str], stands: str | None) -> None:
    rows: Sequence[Mapping[str, Any]] = [{"number": 1, **given}]
    assert fitting(rows, kinds.classification(YEAR))[0]["title"] == stands
