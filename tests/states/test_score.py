"""점수 a sheet with a faulty row is not taken, and says everything that is wrong with it."""

from dataclasses import replace

import pytest

from states.conflict import conflicts
from states.plan import Plan
from states.review import Candidate
from states.score import Score, ScoresFaulty, Sheet, Terms, judge
from states.seat import Role, Seat
from states.track import Track

TERMS = Terms(criteria=2, points=5, inclusion=5)
SEATS = {
    11: Seat(11, Role.MEMBER),
    12: Seat(12, Role.EXPERT, waived=True),
    13: Seat(13, Role.OFFICIAL, district=1),
}
PROJECTS = {
    1: Candidate(1, "first_ranking", "ordinary", 1, districts=(1, 2)),
    2: Candidate(2, "first_ranking", "ordinary", 1, proposer=11, districts=(3, 4)),
}
SHEET = Sheet(SEATS, PROJECTS, conflicts(SEATS.values(), PROJECTS.values()))
GOOD = Score(11, 1, (5, 0), 5)


def test_a_good_row_is_taken_and_adds_up() -> None:
    judge([GOOD, Score(13, 2, (0, 0), 0)], SHEET, TERMS)
    assert GOOD.total == 10


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        pytest.param(replace(GOOD, person=99), "위촉되지 않은 사람", id="a stranger"),
        pytest.param(replace(GOOD, person=12), "면제받은 사람", id="excused"),
        pytest.param(replace(GOOD, project=3), "이 절차의 사업이 아님", id="not before this council"),
        pytest.param(replace(GOOD, project=2), r"이해충돌\(스스로 낸 제안\)", id="one's own proposal"),
        pytest.param(replace(GOOD, person=13), r"이해충돌\(맡은 자치구의 사업\)", id="one's own district"),
        pytest.param(replace(GOOD, points=(5,)), "기준은 2가지인데 점수는 1개", id="a criterion too few"),
        pytest.param(replace(GOOD, points=(6, 0)), "기준마다 0~5점", id="a point too many"),
        pytest.param(replace(GOOD, points=(-1, 0)), "기준마다 0~5점", id="less than nothing"),
        pytest.param(replace(GOOD, inclusion=6), "사회적 포용성은 0~5점", id="too much inclusion"),
        pytest.param(replace(GOOD, inclusion=None), "사회적 포용성은 0~5점", id="no inclusion"),
    ],
)
def test_a_faulty_row_is_refused(row: Score, problem: str) -> None:
    with pytest.raises(ScoresFaulty, match=f"1행 {row.person}번의 {row.project}번 사업: .*{problem}"):
        judge([row], SHEET, TERMS)


def test_a_year_without_inclusion_takes_none() -> None:
    judge([replace(GOOD, inclusion=None)], SHEET, replace(TERMS, inclusion=None))
    with pytest.raises(ScoresFaulty, match="올해 매기지 않음"):
        judge([GOOD], SHEET, replace(TERMS, inclusion=None))


def test_every_faulty_row_is_named_at_once() -> None:
    rows = [replace(GOOD, person=99, points=(9, 9)), GOOD, GOOD]
    with pytest.raises(ScoresFaulty) as refused:
        judge(rows, SHEET, TERMS)
    assert str(refused.value).splitlines()[1:] == [
        "  1행 99번의 1번 사업: 위촉되지 않은 사람, 기준마다 0~5점",
        "  2행 11번의 1번 사업: 같은 점수가 2줄",
        "  3행 11번의 1번 사업: 같은 점수가 2줄",
    ]


def test_the_excused_and_those_in_conflict_are_not_waited_for() -> None:
    assert SHEET.missing(set()) == [(11, 1), (13, 2)]
    assert SHEET.missing({(11, 1), (12, 2)}) == [(13, 2)]


@pytest.mark.parametrize(
    ("person", "project", "counts"),
    [
        pytest.param(11, 1, True, id="a free seat"),
        pytest.param(11, 2, False, id="in conflict since"),
        pytest.param(12, 1, False, id="excused since"),
        pytest.param(99, 1, False, id="no seat any more"),
        pytest.param(11, 9, False, id="no project any more"),
    ],
)
def test_a_score_counts_while_its_seat_is_free(person: int, project: int, counts: bool) -> None:
    assert SHEET.counts(person, project) == counts


def test_the_points_are_the_plans(plan: Plan) -> None:
    assert Terms.of(plan, Track.METRO) == TERMS
