"""편성 puts the chosen in the bill by set, names every faulty row, and moves up whom the tally names."""

import pytest
from sqlalchemy import Engine

from desk import board, cycle, drafting
from models.cycle import cycle_of
from models.project import NoSuchProject, Project
from models.session import reading, writing
from states.board import WorkLeft
from states.cycle import OtherStage
from states.drafting import (
    DraftOverCeiling,
    Item,
    NoRunnerUp,
    RowsNotDrafted,
    RunnersUpNotPlanned,
)
from states.refusals import MoveNotAllowed, Refusal
from states.stage import Stage
from tests.acts import do, facts, length, status_of
from tests.acts_scenes import with_runners_up
from tests.placed import add, place
from tests.toy import DONG, METRO, YEAR, text_of

NOW, WHY = "2030-06-10 10:00", text_of("까닭")
_M = 1_000_000


@pytest.fixture
def chosen(engine: Engine) -> Engine:
    """Three chosen projects of the main track, 950 of 1,000 million; one of a dong; one that lost."""
    projects = {1: ("selected", 300 * _M), 2: ("selected", 450 * _M), 3: ("selected", 200 * _M)}
    place(engine, Stage.DRAFTING, projects | {4: ("not_selected", 60 * _M), 5: ("not_selected", 50 * _M)})
    add(engine, {11: ("selected", 900 * _M)}, track=DONG)
    return engine


def draft(engine: Engine, *items: Item, id: str = "") -> dict[str, int]:
    return do(engine, NOW, drafting.draft, YEAR, items, id=id)


def cost_of(engine: Engine, *numbers: int) -> list[int]:
    with reading(engine) as session:
        return [session.get_one(Project, (YEAR, number)).cost for number in numbers]


def test_rows_of_several_tracks_are_drafted_by_one_act_each_with_its_amount(chosen: Engine) -> None:
    done = draft(chosen, Item(2, 450 * _M), Item(1, 250 * _M, WHY), Item(11, 900 * _M))

    assert done == {"drafted": 3, "said_again": 0, "won": 1_600 * _M}
    assert status_of(chosen, 1, 2, 3, 11) == ["drafted", "drafted", "selected", "drafted"]
    assert cost_of(chosen, 1, 2, 11) == [250 * _M, 450 * _M, 900 * _M]
    assert facts(chosen, "project.priced") == [
        {"step": "drafted", "was": 300 * _M, "won": 250 * _M, "reason": WHY},
        {"step": "drafted", "was": 450 * _M, "won": 450 * _M, "reason": None},
        {"step": "drafted", "was": 900 * _M, "won": 900 * _M, "reason": None},
    ]


def test_a_draft_is_said_again_while_the_stage_is_open(chosen: Engine) -> None:
    draft(chosen, Item(1, 300 * _M), Item(2, 450 * _M))
    assert draft(chosen, Item(1, 300 * _M), Item(2, 400 * _M, WHY))["said_again"] == 2
    assert (cost_of(chosen, 2), status_of(chosen, 2)) == ([400 * _M], ["drafted"])
    assert len(facts(chosen, "project.priced")) == 3, "what is said again unchanged is no news"


@pytest.mark.parametrize(
    ("items", "refusal"),
    [
        pytest.param([Item(1, 300 * _M), Item(4, 60 * _M)], RowsNotDrafted, id="one was not chosen"),
        pytest.param([Item(1, 300 * _M), Item(2, 1)], RowsNotDrafted, id="one has no reason"),
        pytest.param([Item(1, 350 * _M + 1, WHY)], DraftOverCeiling, id="a won above the track's ceiling"),
    ],
)
def test_one_faulty_row_stops_all(chosen: Engine, items: list[Item], refusal: type[Refusal]) -> None:
    written = length(chosen)
    with pytest.raises(refusal):
        draft(chosen, *items)
    assert (length(chosen), status_of(chosen, 1)) == (written, ["selected"])


def test_what_others_were_promised_is_kept_for_them(chosen: Engine) -> None:
    draft(chosen, Item(1, 350 * _M, WHY))
    with pytest.raises(DraftOverCeiling, match="광역제안형 1원 초과"):
        draft(chosen, Item(3, 200 * _M + 1, WHY))


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        pytest.param("assembly", "주기는 지금 총회 단계입니다. 그 단계가 되면", id="too early"),
        pytest.param("council", "주기는 지금 의회 단계입니다. 이미 지난 일이니 정정으로", id="too late"),
    ],
)
def test_it_is_drafted_in_its_stage(chosen: Engine, stage: str, words: str) -> None:
    stand_in(chosen, stage)
    with pytest.raises(OtherStage, match=words):
        draft(chosen, Item(1, 300 * _M))
    with pytest.raises(OtherStage):
        do(chosen, NOW, drafting.refuse_draft, YEAR, 1, reason=WHY)
    with pytest.raises(OtherStage):
        do(chosen, NOW, drafting.move_up, YEAR, METRO)


def stand_in(engine: Engine, stage: str) -> None:
    with writing(engine) as session:
        one = cycle_of(session, YEAR)
        one.stage = stage
        session.add(one)


@pytest.mark.parametrize("first", [False, True], ids=["chosen", "drafted before"])
def test_a_project_is_left_out_of_the_bill_with_a_reason(chosen: Engine, first: bool) -> None:
    if first:
        draft(chosen, Item(1, 300 * _M))
    assert do(chosen, NOW, drafting.refuse_draft, YEAR, 1, reason=WHY) == "not_drafted"
    assert facts(chosen, "project.left_out") == [{"number": 1, "reason": WHY}]
    assert facts(chosen, "project.moved")[-1]["event"] == "leave_out"


@pytest.mark.parametrize(
    ("number", "refusal"),
    [pytest.param(4, MoveNotAllowed, id="never chosen"), pytest.param(99, NoSuchProject, id="nobody")],
)
def test_only_a_chosen_one_is_left_out(chosen: Engine, number: int, refusal: type[Refusal]) -> None:
    written = length(chosen)
    with pytest.raises(refusal):
        do(chosen, NOW, drafting.refuse_draft, YEAR, number, reason=WHY)
    assert length(chosen) == written


def test_the_stage_ends_when_every_chosen_one_is_drafted_or_left_out(chosen: Engine) -> None:
    draft(chosen, Item(1, 300 * _M), Item(2, 450 * _M), Item(3, 200 * _M))
    with pytest.raises(WorkLeft, match=r"편성하지 않은 선정 사업 1건\(사업부서\)"):
        do(chosen, "2030-07-01 00:10", cycle.advance_cycle, YEAR)
    do(chosen, NOW, drafting.refuse_draft, YEAR, 11, reason=WHY)
    assert do(chosen, "2030-07-01 00:10", cycle.advance_cycle, YEAR)["to"] == "council"


RANKING = [(1, "chosen"), (2, "chosen"), (3, "chosen"), (4, "over_ceiling"), (5, "over_ceiling")]


def test_an_empty_place_goes_to_the_next_of_the_tally_that_fits(chosen: Engine) -> None:
    with_runners_up(chosen, RANKING)
    assert do(chosen, NOW, drafting.move_up, YEAR, METRO) == 5, "4 costs 60 of the 50 that are free"
    assert status_of(chosen, 4, 5) == ["not_selected", "selected"]

    do(chosen, NOW, drafting.refuse_draft, YEAR, 2, reason=WHY)
    assert do(chosen, NOW, drafting.move_up, YEAR, METRO) == 4
    with pytest.raises(NoRunnerUp, match=r"광역제안형에는 남은 돈\(390,000,000원\)에 드는"):
        do(chosen, NOW, drafting.move_up, YEAR, METRO)


@pytest.mark.parametrize(
    "ranking",
    [
        pytest.param([(5, "cut_off")], id="below the cut-off"),
        pytest.param([(5, "chosen")], id="a winner that the assembly left out"),
        pytest.param([], id="nobody ranked"),
    ],
)
def test_who_did_not_stay_in_the_running_does_not_move_up(
    chosen: Engine, ranking: list[tuple[int, str]]
) -> None:
    with_runners_up(chosen, ranking)
    with pytest.raises(NoRunnerUp):
        do(chosen, NOW, drafting.move_up, YEAR, METRO)


def test_without_a_vote_there_is_no_line(chosen: Engine) -> None:
    with_runners_up(chosen, RANKING)
    with pytest.raises(NoRunnerUp, match=r"동단위계획형에는 남은 돈\(한도 없음\)"):
        do(chosen, NOW, drafting.move_up, YEAR, DONG)


def test_a_plan_that_does_not_fill_places_leaves_them_empty(chosen: Engine) -> None:
    with pytest.raises(RunnersUpNotPlanned):
        do(chosen, NOW, drafting.move_up, YEAR, METRO)


def test_the_board_counts_the_undrafted(chosen: Engine) -> None:
    with reading(chosen) as session:
        (row,) = board.left_in_cycle(session, cycle_of(session, YEAR))
        assert (row.code, row.count) == ("drafting.undrafted", 4)


def test_the_same_rows_sent_twice_are_one_act(chosen: Engine) -> None:
    first = draft(chosen, Item(1, 300 * _M), id="form/1")
    assert draft(chosen, Item(1, 300 * _M), id="form/1") == first
    assert len(facts(chosen, "budget.drafted")) == 1
