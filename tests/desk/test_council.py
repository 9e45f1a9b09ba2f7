"""의회 its word on each item is taken over by set: adopted, cut, struck."""

import pytest
from sqlalchemy import Engine

from desk import council, cycle
from models.project import Project
from models.session import reading
from states.board import WorkLeft
from states.council import AboveDraft, Item, RowsNotDecided, Verdict
from states.cycle import OtherStage
from states.refusals import Refusal
from states.stage import Stage
from tests.acts import do, facts, length, status_of
from tests.placed import add, place
from tests.toy import DONG, YEAR

NOW = "2030-12-10 10:00"
ADOPT, STRIKE = Verdict


@pytest.fixture
def drafted(engine: Engine) -> Engine:
    place(engine, Stage.COUNCIL, {1: ("drafted", 300), 2: ("drafted", 450), 3: ("not_drafted", 10)})
    add(engine, {11: ("drafted", 90)}, track=DONG)
    return engine


def decide(engine: Engine, *items: Item) -> dict[str, int]:
    return do(engine, NOW, council.decide_items, YEAR, items)


def test_the_council_adopts_cuts_and_strikes(drafted: Engine) -> None:
    done = decide(drafted, Item(11, ADOPT, 90), Item(2, STRIKE, 0), Item(1, ADOPT, 250))

    assert done == {"adopted": 2, "cut": 1, "struck": 1, "won": 340}
    assert status_of(drafted, 1, 2, 11) == ["adopted", "struck", "adopted"]
    assert facts(drafted, "project.priced") == [
        {"step": "decided", "was": 300, "won": 250, "reason": None},
        {"step": "decided", "was": 450, "won": 0, "reason": None},
        {"step": "decided", "was": 90, "won": 90, "reason": None},
    ]
    with reading(drafted) as session:
        assert [session.get_one(Project, (YEAR, n)).cost for n in (1, 2, 11)] == [250, 0, 90]


@pytest.mark.parametrize(
    ("item", "refusal"),
    [
        pytest.param(Item(2, ADOPT, 451), AboveDraft, id="above the draft"),
        pytest.param(Item(2, ADOPT, 0), RowsNotDecided, id="adopted at nothing"),
        pytest.param(Item(3, ADOPT, 10), RowsNotDecided, id="never drafted"),
    ],
)
def test_one_faulty_row_stops_all(drafted: Engine, item: Item, refusal: type[Refusal]) -> None:
    written = length(drafted)
    with pytest.raises(refusal):
        decide(drafted, Item(1, ADOPT, 300), item)
    assert (length(drafted), status_of(drafted, 1)) == (written, ["drafted"])


def test_it_is_decided_in_its_stage(engine: Engine) -> None:
    place(engine, Stage.DRAFTING, {1: ("drafted", 300)})
    with pytest.raises(OtherStage, match="의회 단계의 일인데 주기는 지금 편성 단계"):
        decide(engine, Item(1, ADOPT, 300))


def test_the_stage_ends_when_every_drafted_project_has_its_word(drafted: Engine) -> None:
    decide(drafted, Item(1, ADOPT, 300), Item(2, STRIKE, 0))
    with pytest.raises(WorkLeft, match="의회의 결정을 적지 않은 편성 사업 1건"):
        do(drafted, "2030-12-15 00:10", cycle.advance_cycle, YEAR)
    decide(drafted, Item(11, STRIKE, 0))
    assert do(drafted, "2030-12-15 00:10", cycle.advance_cycle, YEAR)["to"] == "agreement"
