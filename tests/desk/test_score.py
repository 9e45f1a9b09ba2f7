"""점수 sheets are taken in whole, and the later one counts until the ranking is made."""

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from desk import ranking, score, seat, unit
from models.blob import fetch_rows
from models.score import Score as Row
from models.session import reading
from states.ranking import Round
from states.review import CouncilWorkLeft, NotInThisStep
from states.score import RankedBefore, Score, ScoresFaulty
from states.seat import NotSeated, Role
from tests.acts import do, facts, length
from tests.at_council import DAY, change, council
from tests.council import PEOPLE, give_scores, go_on, sit
from tests.toy import YEAR, text_of


def ranking_council(engine: Engine) -> None:
    council(engine, "first_ranking")
    do(engine, DAY, sit, YEAR, 1)


def give(engine: Engine, *rows: Score, id: str = "") -> int:
    return do(engine, DAY, score.score, YEAR, 1, rows, id=id)


def kept(engine: Engine) -> list[tuple[str, int, int, str, int | None, int]]:
    with reading(engine) as session:
        rows = session.exec(select(Row).order_by(Row.step, Row.person, Row.project)).all()  # type: ignore[arg-type]
        return [(r.step, r.person, r.project, r.points, r.inclusion, r.total) for r in rows]


def test_scores_are_kept_by_seat_and_project_and_their_rows_beside_the_journal(engine: Engine) -> None:
    ranking_council(engine)
    rows = Score(11, 1, (5, 3), 2), Score(11, 2, (0, 0), 0)
    assert give(engine, *rows, id="form/1") == give(engine, *rows, id="form/1") == 2

    assert kept(engine) == [
        ("first_ranking", 11, 1, "[5,3]", 2, 10),
        ("first_ranking", 11, 2, "[0,0]", 0, 0),
    ]
    with reading(engine) as session:
        named = facts(engine, "scores.given")[-1]["rows"]
        assert fetch_rows(session, named) == [[11, 1, [5, 3], 2], [11, 2, [0, 0], 0]]


def test_the_later_score_replaces_the_earlier(engine: Engine) -> None:
    ranking_council(engine)
    give(engine, Score(11, 1, (5, 3), 2), Score(12, 1, (1, 1), 1))
    give(engine, Score(11, 1, (1, 1), 0))
    assert [row[1:] for row in kept(engine)] == [(11, 1, "[1,1]", 0, 2), (12, 1, "[1,1]", 1, 3)]


def test_a_sheet_with_a_faulty_row_is_not_taken_at_all(engine: Engine) -> None:
    ranking_council(engine)
    change(engine, 2, proposer=11)
    written = length(engine)
    with pytest.raises(ScoresFaulty, match=r"(?s)3줄.*2행 11번의 2번.*이해충돌.*3행 99번.*4행 11번의 3번"):
        give(engine, *(Score(p, n, (1, 1), 1) for p, n in ((11, 1), (11, 2), (99, 1), (11, 3))))
    assert (length(engine), kept(engine)) == (written, [])


def test_scores_are_given_in_a_ranking(engine: Engine) -> None:
    council(engine, "hearing")
    with pytest.raises(
        NotInThisStep, match=r"제안자 설명청취 절차여서.*우선순위 선정 1차, 우선순위 선정 2차"
    ):
        give(engine, Score(11, 1, (1, 1), 1))


def test_after_the_ranking_scores_stay_and_in_the_second_they_are_new(engine: Engine) -> None:
    ranking_council(engine)
    do(engine, DAY, give_scores, YEAR, 1)
    do(engine, DAY, ranking.rank, YEAR, 1, Round.FIRST, through=2)
    with pytest.raises(RankedBefore, match="이미 정해서"):
        give(engine, Score(11, 1, (1, 1), 1))
    with pytest.raises(RankedBefore):
        do(engine, DAY, score.waive, YEAR, 1, 11, reason="why")

    for _ in range(2):
        do(engine, DAY, go_on, YEAR, 1)
    give(engine, Score(11, 1, (5, 5), 5))
    assert [row[0] for row in kept(engine)] == ["first_ranking"] * 2 * len(PEOPLE) + ["second_ranking"]


def test_who_is_excused_is_not_waited_for_in_this_step(engine: Engine) -> None:
    ranking_council(engine)
    give(engine, *(Score(p, n, (1, 1), 1) for p in (11, 12, 13, 15) for n in (1, 2)))
    with pytest.raises(CouncilWorkLeft, match="매기지 않은 점수 2건"):
        do(engine, DAY, unit.step_unit, YEAR, 1)

    assert do(engine, DAY, score.waive, YEAR, 1, 16, reason=text_of("병가")) == 16
    with pytest.raises(ScoresFaulty, match="면제받은 사람"):
        give(engine, Score(16, 1, (1, 1), 1))
    with pytest.raises(CouncilWorkLeft) as refused:
        do(engine, DAY, unit.step_unit, YEAR, 1)
    assert "매기지 않은 점수" not in str(refused.value)
    with pytest.raises(NotSeated):
        do(engine, DAY, score.waive, YEAR, 1, 99, reason="why")


def test_the_excuse_ends_with_the_step(engine: Engine) -> None:
    ranking_council(engine)
    do(engine, DAY, score.waive, YEAR, 1, 16, reason="why")
    for _ in range(2):
        do(engine, DAY, go_on, YEAR, 1)
    with pytest.raises(CouncilWorkLeft, match="매기지 않은 점수 10건"):
        do(engine, DAY, unit.step_unit, YEAR, 1)


def test_what_an_unseated_person_scored_does_not_count(engine: Engine) -> None:
    ranking_council(engine)
    do(engine, DAY, seat.seat, YEAR, 1, 20, Role.MEMBER)
    do(engine, DAY, give_scores, YEAR, 1)
    give(engine, Score(20, 1, (5, 5), 5))
    do(engine, DAY, seat.unseat, YEAR, 1, 20, reason="why")
    assert do(engine, DAY, ranking.rank, YEAR, 1, Round.FIRST, through=1) == [2]
