"""현황판 what is left in each lane, with a live count and an owner: what the UI and `status --json` show."""

import json
from typing import Any

import pytest
from sqlalchemy import Engine

from desk import board, lane
from models.cycle import cycle_of
from models.plan import effective_plan
from models.session import reading
from states.window import kst
from tests.acts import do
from tests.toy import DONG, METRO, YEAR, live

UNCLASSIFIED = {"code": "classification.unclassified", "owner": "분류 담당", "text": "분류하지 않은 제안"}
UNITS = {"code": "review.units_open", "owner": "심사 담당", "text": "심사를 마치지 않은 단위"}
NO_MEETING = {
    "code": "review.no_meeting",
    "owner": "민관예산협의회(복지)",
    "text": "이 절차에서 성원이 된 회의가 없는 협의회",
}
UNRESOLVED = {"code": "assembly.unresolved", "owner": "총회 담당", "text": "의결하지 않은 유형"}
POLL = [
    {"code": "vote.unsealed", "owner": "투표 담당", "text": "봉인하지 않은 투표함", "count": 1},
    {"code": "vote.untallied", "owner": "투표 담당", "text": "개표하지 않은 투표함", "count": 1},
]
UNDECIDED = {"code": "council.undecided", "owner": "예산부서", "text": "의회의 결정을 적지 않은 편성 사업"}


def status(engine: Engine, now: str = "2030-04-02") -> dict[str, Any]:
    """The status as JSON would carry it."""
    with reading(engine) as session:
        cycle = cycle_of(session, YEAR)
        shown: dict[str, Any] = json.loads(
            json.dumps(board.status(session, cycle, effective_plan(session, cycle), now=kst(now)))
        )
        return shown


def left(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    shown = status(engine)
    return {"cycle": shown["left"]} | {lane["track"]: lane["left"] for lane in shown["lanes"]}


def test_the_status_has_the_keys_that_others_read(engine: Engine) -> None:
    live(engine, "2030-02-02")
    shown = status(engine)

    assert (shown["cycle"], shown["stage"], shown["label"]) == (2030, "classification", "분류")
    first, second = shown["lanes"]
    assert (first["track"], first["stage"], first["label"]) == (METRO, "classification", "분류")
    assert (second["track"], second["stage"], second["left"]) == (DONG, "call", [])
    assert first["left"] == [{**UNCLASSIFIED, "count": 4}]
    assert first["closes"] == "2030-03-01T00:00:00+09:00"
    assert shown["closes"] is None, "up to the vote the cycle has no window of its own"


@pytest.mark.parametrize(
    ("until", "cycle", "metro", "dong"),
    [
        pytest.param("2030-01-20", [], [], [], id="a call leaves nothing"),
        pytest.param(
            "2030-02-10 10:01", [], [{**UNCLASSIFIED, "count": 3}], [], id="one of four is classified"
        ),
        pytest.param("2030-03-06 00:10", [], [], [], id="all are classified"),
        pytest.param(
            "2030-03-21",
            [],
            [{**UNITS, "count": 1}, {**NO_MEETING, "count": 1}],
            [{**UNITS, "count": 1}],
            id="two lanes review",
        ),
        pytest.param("2030-04-14", [], POLL, [{**UNITS, "count": 1}], id="a vote is not sealed and counted"),
        pytest.param("2030-05-10 17:00", [{**UNRESOLVED, "count": 2}], [], [], id="two lists to resolve"),
        pytest.param("2030-05-10 17:01", [{**UNRESOLVED, "count": 1}], [], [], id="one list to resolve"),
        pytest.param("2030-07-02", [{**UNDECIDED, "count": 1}], [], [], id="in the council's hands"),
        pytest.param("2099-01-01", [], [], [], id="closed"),
    ],
)
def test_the_board_counts_what_is_left(
    engine: Engine, until: str, cycle: list[Any], metro: list[Any], dong: list[Any]
) -> None:
    live(engine, until)
    assert left(engine) == {"cycle": cycle, METRO: metro, DONG: dong}


def test_a_held_lane_is_shown_as_held(engine: Engine) -> None:
    live(engine, "2030-02-02")
    do(engine, "2030-02-02", lane.hold, YEAR, METRO, reason="why")
    assert [lane["held"] for lane in status(engine)["lanes"]] == [True, False]


def test_from_the_assembly_on_the_cycles_own_deadline_is_shown(engine: Engine) -> None:
    live(engine, "2030-05-10 17:00")
    shown = status(engine)
    assert shown["closes"] == "2030-05-10T18:00:00+09:00"
    assert [lane["closes"] for lane in shown["lanes"]] == [None, None]
