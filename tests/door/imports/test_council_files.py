"""채점표·편성·의회 the sheets of the councils, the bill and the city council, each one act."""

from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from desk import panel
from door.files import kinds
from door.files.columns import Spec
from door.files.faults import RowsFaulty
from door.files.write import csv_of
from door.house import House
from door.imports.scores import CouncilNotNamed
from models.project import project_of
from models.score import Score, scored
from models.session import reading
from models.unit import NoSuchUnit, unit_of
from models.written import read_back
from states.review import NoCouncil
from tests.acts import facts, status_of
from tests.imports import brought, counts, placed, state_of
from tests.toy import YEAR

RANKING, DRAFTING, COUNCIL = "2030-03-24 10:00", "2030-06-10 10:00", "2030-12-10 10:00"
SHEET = kinds.scores(YEAR, ["공익성", "시급성"], points=5, inclusion=5)


def codes(house: House, kind: str, content: bytes, **more: Any) -> list[tuple[int, str, str]]:
    with pytest.raises(RowsFaulty) as told:
        brought(house, kind, content, **more)
    faults: Any = told.value.facts["faults"]
    assert all("주세요" in one.said for one in faults)
    return [(one.row, one.name, one.code) for one in faults]


def csv(spec: Spec, *rows: dict[str, Any]) -> bytes:
    return csv_of(rows, spec)


# 채점표


@pytest.fixture
def ranking(house: House, engine: Engine) -> House:
    """The small year's council in its first ranking."""
    return placed(house, engine, RANKING)


def sheet(house: House, **changed: Any) -> list[dict[str, Any]]:
    """Every score that is still to be given."""
    with reading(house.engine) as session:
        unit = unit_of(session, YEAR, 1)
        missing = panel.sheet_of(session, unit).missing(scored(session, unit))
    row = {"points_1": 4, "points_2": 3, "inclusion": 2, **changed}
    return [{"person": person, "number": number, **row} for person, number in missing]


def test_a_sheet_is_taken_once_whatever_its_order(ranking: House) -> None:
    rows = sheet(ranking)
    answer = brought(ranking, "scores", csv(SHEET, *rows), council=1)
    assert (counts(answer), answer.result) == (("done", len(rows), 0, 0, 0), {"scores": len(rows)})
    before = state_of(ranking.engine)
    again = brought(ranking, "scores", csv(SHEET, *reversed(rows)), council=1)
    assert (counts(again), state_of(ranking.engine)) == (("before", 0, 0, len(rows), 0), before)
    with reading(ranking.engine) as session:
        assert {one.total for one in session.exec(select(Score).where(Score.step == "first_ranking"))} == {9}


def test_a_corrected_sheet_replaces_what_differs(ranking: House) -> None:
    rows = sheet(ranking)
    brought(ranking, "scores", csv(SHEET, *rows), council=1)
    rows[0]["points_1"] = 5
    answer = brought(ranking, "scores", csv(SHEET, *rows), council=1)
    assert counts(answer) == ("done", 0, 1, len(rows) - 1, 0)
    assert answer.told == [f"{rows[0]['person']} {YEAR}-{rows[0]['number']:04} 공익성: 4 → 5"]


def test_scores_of_nobody_and_of_nothing_are_told_by_row(ranking: House) -> None:
    first, second = sheet(ranking)[:2]
    wrong = csv(SHEET, {**first, "person": 99}, {**second, "number": 4})
    assert [(row, code) for row, _, code in codes(ranking, "scores", wrong, council=1)] == [
        (2, "rows.unfit"), (3, "rows.unfit")
    ]  # fmt: skip


def test_a_sheet_needs_its_council(ranking: House) -> None:
    content = csv(SHEET, *sheet(ranking)[:1])
    with pytest.raises(CouncilNotNamed):
        brought(ranking, "scores", content)
    with pytest.raises(NoSuchUnit):
        brought(ranking, "scores", content, council=99)
    with pytest.raises(NoCouncil):
        brought(ranking, "scores", content, council=2)


# 편성


@pytest.fixture
def drafting(house: House, engine: Engine) -> House:
    """One project was chosen, and is to be put into the bill."""
    return placed(house, engine, DRAFTING)


DRAFTS = kinds.drafts(YEAR)
DRAFT: dict[str, Any] = {"number": 2, "verdict": "draft", "won": 430_000_000, "reason": "감액 요구"}


def test_a_draft_is_taken_once_and_corrected_by_another_file(drafting: House) -> None:
    assert counts(brought(drafting, "drafts", csv(DRAFTS, DRAFT))) == ("done", 1, 0, 0, 0)
    assert counts(brought(drafting, "drafts", csv(DRAFTS, DRAFT))) == ("before", 0, 0, 1, 0)
    answer = brought(drafting, "drafts", csv(DRAFTS, {**DRAFT, "won": 420_000_000}))
    assert (counts(answer), answer.told) == (
        ("done", 0, 1, 0, 0), ["2030-0002 편성액: 430,000,000 → 420,000,000"]
    )  # fmt: skip
    assert status_of(drafting.engine, 2) == ["drafted"]


def test_a_row_that_says_neither_is_not_taken_as_drafted(drafting: House) -> None:
    blank = {**DRAFT, "verdict": None}
    assert codes(drafting, "drafts", csv(DRAFTS, blank)) == [(2, "편성 여부", "file.cell_blank")]
    assert status_of(drafting.engine, 2) == ["selected"]


def test_leaving_out_needs_a_reason_and_no_amount(drafting: House) -> None:
    out = {**DRAFT, "verdict": "leave_out", "reason": None}
    assert codes(drafting, "drafts", csv(DRAFTS, out)) == [
        (2, "편성액", "rows.amount"),
        (2, "사유", "rows.reason"),
    ]
    said = {**out, "won": 0, "reason": "사업 여건이 바뀜"}
    answer = brought(drafting, "drafts", csv(DRAFTS, said))
    assert (counts(answer), answer.result) == (("done", 1, 0, 0, 0), {"left_out": 1})
    assert status_of(drafting.engine, 2) == ["not_drafted"]
    assert counts(brought(drafting, "drafts", csv(DRAFTS, said))) == ("before", 0, 0, 1, 0)


def test_faults_of_the_bill_are_told_by_row(drafting: House) -> None:
    rows = ({**DRAFT, "reason": None}, {**DRAFT, "number": 1}, {**DRAFT, "number": 77})
    assert codes(drafting, "drafts", csv(DRAFTS, *rows)) == [
        (2, "사유", "rows.reason"), (3, "편성 여부", "rows.elsewhere"), (4, "사업번호", "rows.unknown"),
    ]  # fmt: skip


# 의회


@pytest.fixture
def deciding(house: House, engine: Engine) -> House:
    """One project is in the bill for 430 million won."""
    return placed(house, engine, COUNCIL)


DECISIONS = kinds.decisions(YEAR)
CUT: dict[str, Any] = {"number": 2, "verdict": "adopt", "won": 400_000_000, "reason": "중복 예산"}


def test_the_councils_word_is_taken_once_with_its_reason(deciding: House) -> None:
    answer = brought(deciding, "decisions", csv(DECISIONS, CUT))
    assert (counts(answer), answer.result["cut"]) == (("done", 1, 0, 0, 0), 1)
    before = state_of(deciding.engine)
    assert counts(brought(deciding, "decisions", csv(DECISIONS, CUT))) == ("before", 0, 0, 1, 0)
    assert state_of(deciding.engine) == before
    priced = facts(deciding.engine, "project.priced")[-1]
    with reading(deciding.engine) as session:
        assert project_of(session, YEAR, 2).cost == 400_000_000
        assert read_back(session, priced["reason"], ring=deciding.ring) == "중복 예산"


@pytest.mark.parametrize(
    ("row", "place"),
    [
        pytest.param({"won": 430_000_001}, ("의결액", "rows.amount"), id="more than the draft"),
        pytest.param({"won": 0}, ("의결액", "rows.amount"), id="adopted at nothing"),
        pytest.param({"verdict": "strike"}, ("의결액", "rows.amount"), id="struck with an amount"),
        pytest.param({"number": 1}, ("의결 결과", "rows.elsewhere"), id="not in the bill"),
    ],
)
def test_a_faulty_decision_is_told_by_row(
    deciding: House, row: dict[str, Any], place: tuple[str, str]
) -> None:
    assert codes(deciding, "decisions", csv(DECISIONS, {**CUT, **row})) == [(2, *place)]


def test_what_was_decided_is_put_right_by_a_correction(deciding: House) -> None:
    brought(deciding, "decisions", csv(DECISIONS, CUT))
    other = csv(DECISIONS, {**CUT, "won": 300_000_000})
    assert codes(deciding, "decisions", other) == [(2, "의결 결과", "rows.elsewhere")]
