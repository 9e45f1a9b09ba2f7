"""분류 a bureau's worklist comes back: all its verdicts at once, and only what is new is said again."""

from typing import Any

import pytest
from sqlalchemy import Engine

from desk import lane, merger
from desk.reasons import reasons_of
from door.files import kinds
from door.files.faults import RowsFaulty
from door.files.write import csv_of, xlsx_of
from door.house import House
from models.journal import Act
from models.project import project_of
from models.session import reading, writing
from models.written import read_back
from states.classification import Destination
from states.window import kst
from tests.acts import facts, length, status_of
from tests.imports import at, brought, counts, placed, state_of
from tests.toy import METRO, YEAR

HERE = "2030-02-10 10:00"
KEEP: dict[str, Any] = {"number": 1, "verdict": "keep", "field": 1, "bureau": "parks"}
REJECT: dict[str, Any] = {"number": 2, "verdict": "reject", "reason": "사업의 대상이 개인입니다."}
TRANSFER: dict[str, Any] = {
    "number": 3, "verdict": "transfer", "destination": "own", "district": 7, "reason": "자치구의 일입니다.",
}  # fmt: skip
ROWS = (KEEP, REJECT, TRANSFER)


@pytest.fixture
def classifying(house: House, engine: Engine) -> House:
    """The small year in its classification: four proposals wait."""
    return placed(house, engine, HERE)


def file(*rows: dict[str, Any]) -> bytes:
    return csv_of(rows or ROWS, kinds.classification(YEAR))


def refused(house: House, *rows: dict[str, Any]) -> list[tuple[int, str, str]]:
    """Row, column and code of every fault."""
    with pytest.raises(RowsFaulty) as told:
        brought(house, "classification", file(*rows))
    faults: Any = told.value.facts["faults"]
    return [(one.row, one.name, one.code) for one in faults]


def test_the_verdicts_of_a_file_are_one_act(classifying: House) -> None:
    answer = brought(classifying, "classification", xlsx_of(ROWS, kinds.classification(YEAR)))
    assert (counts(answer), answer.result) == (("done", 3, 0, 0, 0), {"keep": 1, "reject": 1, "transfer": 1})
    assert status_of(classifying.engine, 1, 2, 3) == ["eligible", "ineligible", "transferred"]
    with reading(classifying.engine) as session:
        why = reasons_of(session, YEAR, [2])[2]
        assert read_back(session, why, ring=classifying.ring) == "사업의 대상이 개인입니다."


def test_the_same_rows_again_change_nothing_in_any_order_or_encoding(classifying: House) -> None:
    brought(classifying, "classification", file())
    before = state_of(classifying.engine)
    again = file(*reversed(ROWS))
    for content in (file(), again, again.decode("utf-8-sig").encode("cp949")):
        assert counts(brought(classifying, "classification", content)) == ("before", 0, 0, 3, 0)
    assert state_of(classifying.engine) == before


def test_a_corrected_file_tells_its_difference_and_does_no_more(classifying: House) -> None:
    brought(classifying, "classification", file())
    corrected = (KEEP, {**REJECT, "verdict": "keep", "field": 1}, {**TRANSFER, "reason": "구의 일입니다."})
    answer = brought(classifying, "classification", file(*corrected), preview=True)
    assert counts(answer) == ("preview", 0, 2, 1, 0)
    assert list(answer.told) == [
        "2030-0002 분류: 부적격 → 적격",
        "2030-0002 분야: 빈칸 → 1",
        "2030-0003 사유: 자치구의 일입니다. → 구의 일입니다.",
    ]
    assert counts(brought(classifying, "classification", file(*corrected))) == ("done", 0, 2, 1, 0)
    assert status_of(classifying.engine, 1, 2, 3) == ["eligible", "eligible", "transferred"]
    moved = facts(classifying.engine, "projects.classified")
    assert len(moved) == 2


def test_a_file_that_was_corrected_since_may_be_said_again(classifying: House) -> None:
    """One, another, and the one again: what stands is what was said last."""
    brought(classifying, "classification", file())
    brought(classifying, "classification", file({**KEEP, "verdict": "reject", "reason": "착오"}))
    answer = brought(classifying, "classification", file())
    assert counts(answer) == ("done", 0, 1, 2, 0)
    assert status_of(classifying.engine, 1) == ["eligible"]


def test_every_fault_is_told_at_once_with_its_place(classifying: House) -> None:
    before = length(classifying.engine)
    rows = (
        {**KEEP, "field": None},
        {**REJECT, "reason": None},
        {**TRANSFER, "district": None},
        {**KEEP, "number": 4, "field": 9},
        {**KEEP, "number": 99},
        {**KEEP, "number": 5},
    )
    assert refused(classifying, *rows) == [
        (2, "분야", "classification.field_needed"),
        (3, "사유", "classification.reason"),
        (4, "이관할 곳", "classification.destination_needed"),
        (5, "분야", "classification.field_unknown"),
        (6, "사업번호", "rows.unknown"),
        (7, "사업번호", "rows.elsewhere"),
    ]
    assert length(classifying.engine) == before


def test_the_good_verdicts_can_be_taken(classifying: House) -> None:
    answer = brought(classifying, "classification", file(KEEP, {**KEEP, "number": 99}), accept_good=True)
    assert (counts(answer), answer.faults[0].code) == (("done", 1, 0, 0, 1), "rows.unknown")
    assert status_of(classifying.engine, 1) == ["eligible"]


def test_after_the_review_began_the_same_file_still_changes_nothing(house: House, engine: Engine) -> None:
    here = placed(house, engine, HERE)
    rest = ({**KEEP, "number": n} for n in (2, 3, 4))
    content = file(KEEP, *rest)
    brought(here, "classification", content)
    later = at(here, "2030-03-01 00:10")
    _into_review(engine)
    before = state_of(engine)
    assert counts(brought(later, "classification", content)) == ("before", 0, 0, 4, 0)
    assert state_of(engine) == before
    assert (
        refused(later, {**KEEP, "number": 2, "verdict": "reject", "reason": "늦음"})[0][2] == "rows.elsewhere"
    )


def _into_review(engine: Engine) -> None:
    with writing(engine) as session:
        lane.advance(session, YEAR, METRO, act=Act("on", "scheduler", kst("2030-03-01 00:10")))


def test_a_merged_one_counts_as_unclassified(classifying: House) -> None:
    """Merging is no verdict of a worklist: a row about a merged proposal takes the merging back."""
    with writing(classifying.engine) as session:
        act = Act("merge", "staff:2", classifying.now())
        merger.merge(session, YEAR, 2, 1, reason="0" * 64, act=act)
    answer = brought(classifying, "classification", file({**KEEP, "number": 2}))
    assert (counts(answer), status_of(classifying.engine, 2)) == (("done", 1, 0, 0, 0), ["eligible"])


def test_where_a_proposal_goes_stands_as_the_file_says(classifying: House) -> None:
    brought(classifying, "classification", file(TRANSFER))
    with reading(classifying.engine) as session:
        one = project_of(session, YEAR, 3)
        assert (one.destination, one.district) == (Destination.OWN, 7)
