"""협의회 현황 one page says who sits, who met, what is missing, who may not judge what, and how it ended."""

import json
from typing import Any

from sqlalchemy import Engine

from desk import ranking, score
from desk.sheet import council_sheet
from models.session import reading
from states.ranking import Round
from states.score import Score
from tests.acts import do
from tests.at_council import DAY, change, council
from tests.council import PEOPLE, give_scores, meet, sit
from tests.toy import YEAR


def sheet(engine: Engine) -> dict[str, Any]:
    """The sheet as JSON would carry it."""
    with reading(engine) as session:
        shown: dict[str, Any] = json.loads(json.dumps(council_sheet(session, YEAR, 1)))
        return shown


def test_a_new_council_has_its_projects_and_its_targets(engine: Engine) -> None:
    council(engine)
    shown = sheet(engine)
    assert (shown["council"], shown["step"], shown["label"]) == (
        "민관예산협의회(복지)",
        "eligibility",
        "적격심사",
    )
    assert (shown["projects"], shown["seats"], shown["meetings"], shown["rankings"]) == ([1, 2], [], [], [])
    assert shown["composition"]["member"] == {"seated": 0, "about": 20}
    assert [(row["code"], row["count"], row["owner"]) for row in shown["left"]] == [
        ("review.seats_missing", 4, shown["council"]),
        ("review.no_meeting", 1, shown["council"]),
    ]


def test_a_ranking_council_shows_who_has_still_to_score_and_who_may_not(engine: Engine) -> None:
    council(engine, "first_ranking")
    do(engine, DAY, sit, YEAR, 1)
    do(engine, DAY, meet, YEAR, 1)
    change(engine, 2, proposer=11)
    do(engine, DAY, score.score, YEAR, 1, [Score(11, 1, (1, 1), 1), Score(12, 2, (1, 1), 1)])

    shown = sheet(engine)
    assert shown["scores_missing"] == {"12": 1, "13": 2, "15": 2, "16": 2}
    assert shown["conflicts"] == [[11, 2, "proposer"]]
    assert [(seat["person"], seat["role"]) for seat in shown["seats"]] == list(PEOPLE.items())
    assert shown["composition"]["official"] == {"seated": 1, "about": 4}
    last = shown["meetings"][-1]
    assert (last["step"], last["state"], last["attended"]) == ("first_ranking", "held", list(PEOPLE))


def test_a_ranking_is_shown_with_what_decided_it(engine: Engine) -> None:
    council(engine, "first_ranking")
    do(engine, DAY, give_scores, YEAR, 1)
    do(engine, DAY, ranking.rank, YEAR, 1, Round.FIRST, through=1)

    shown = sheet(engine)
    (made,) = shown["rankings"]
    assert (made["round"], made["through"]) == ("first", 1)
    best = {"number": 2, "rank": 1, "sum": 15, "count": 5, "inclusion": 5, "cost": 450_000_000}
    assert made["places"][0] == best
    assert shown["scores_missing"] == {}
