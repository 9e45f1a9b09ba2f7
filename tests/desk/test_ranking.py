"""순위 a council lets its best projects through, once all scores are there and no tie is cut."""

import pytest
from sqlalchemy import Engine

from desk import ranking, score, unit
from models.blob import fetch_rows
from models.session import reading
from states.ranking import (
    RankingMadeBefore,
    Round,
    ScoresMissing,
    ThroughOutOfRange,
    TieAtLine,
    Unscored,
)
from states.review import CouncilWorkLeft, NotInThisStep
from states.score import Score
from tests.acts import do, facts, length, status_of
from tests.at_council import DAY, add_projects, change, council
from tests.council import PEOPLE, give_scores, sit
from tests.toy import YEAR


def rank(engine: Engine, through: int, round_: Round = Round.FIRST, id: str = "") -> list[int]:
    return do(engine, DAY, ranking.rank, YEAR, 1, round_, through=through, id=id)


def ranking_council(engine: Engine, *more: int) -> None:
    council(engine, "first_ranking")
    do(engine, DAY, sit, YEAR, 1)
    add_projects(engine, "first_ranking", *more)


def test_the_best_go_on_and_the_others_are_not_selected(engine: Engine) -> None:
    ranking_council(engine, 7)
    do(engine, DAY, give_scores, YEAR, 1)
    assert rank(engine, 2, id="form/1") == rank(engine, 2, id="form/1") == [7, 2]

    assert status_of(engine, 1, 2, 7) == ["not_selected", "first_ranking", "first_ranking"]
    made = facts(engine, "unit.ranked")[-1]
    assert (made["round"], made["through"]) == ("first", 2)
    with reading(engine) as session:
        places = fetch_rows(session, made["ranking"])
    assert [place[:4] for place in places] == [[7, 1, 40, 5], [2, 2, 15, 5], [1, 3, 10, 5]]


def test_a_ranking_waits_for_every_score(engine: Engine) -> None:
    ranking_council(engine)
    do(engine, DAY, score.score, YEAR, 1, [Score(11, 1, (1, 1), 1)])
    written = length(engine)
    with pytest.raises(ScoresMissing, match="9개"):
        rank(engine, 1)
    assert length(engine) == written


def test_a_tie_is_not_cut(engine: Engine) -> None:
    ranking_council(engine, 7)
    change(engine, 2, cost=300_000_000)
    rows = [Score(person, n, (points, 1), 1) for person in PEOPLE for n, points in ((1, 1), (2, 1), (7, 5))]
    do(engine, DAY, score.score, YEAR, 1, rows)
    with pytest.raises(TieAtLine, match="1건 또는 3건"):
        rank(engine, 2)
    with pytest.raises(ThroughOutOfRange, match="0부터 3까지"):
        rank(engine, 4)
    assert rank(engine, 1) == [7]
    assert status_of(engine, 1, 2) == ["not_selected", "not_selected"]


def test_a_ranking_is_made_in_its_step_and_once(engine: Engine) -> None:
    ranking_council(engine)
    do(engine, DAY, give_scores, YEAR, 1)
    with pytest.raises(NotInThisStep, match="이 일을 하는 절차: 우선순위 선정 2차"):
        rank(engine, 1, Round.SECOND)
    rank(engine, 1)
    with pytest.raises(RankingMadeBefore, match="이미 정했습니다"):
        rank(engine, 1)


def test_who_comes_late_into_a_ranking_is_ranked_with_those_who_stand(engine: Engine) -> None:
    ranking_council(engine, 7)
    do(engine, DAY, give_scores, YEAR, 1)
    rank(engine, 2)
    add_projects(engine, "first_ranking", 8)
    with pytest.raises(CouncilWorkLeft, match="순위를 매기지 않은 사업 1건"):
        do(engine, DAY, unit.step_unit, YEAR, 1)
    do(engine, DAY, give_scores, YEAR, 1)
    assert rank(engine, 2) == [8, 7]
    assert status_of(engine, 1, 2, 7, 8) == ["not_selected"] * 2 + ["first_ranking"] * 2


def test_what_nobody_may_score_is_not_ranked(engine: Engine) -> None:
    ranking_council(engine)
    do(engine, DAY, give_scores, YEAR, 1)
    for person in PEOPLE:
        do(engine, DAY, score.waive, YEAR, 1, person, reason="why")
    with pytest.raises(Unscored, match="1번, 2번"):
        rank(engine, 1)


def test_a_conflict_that_came_to_light_takes_the_score_out_of_the_mean(engine: Engine) -> None:
    ranking_council(engine)
    rows = [Score(person, n, (1, n), 0) for person in PEOPLE for n in (1, 2)]
    do(engine, DAY, score.score, YEAR, 1, [*rows[2:], Score(11, 1, (5, 5), 5), Score(11, 2, (1, 2), 0)])
    change(engine, 1, proposer=11)  # 11 had lifted the own proposal to the top
    assert rank(engine, 1) == [2]
