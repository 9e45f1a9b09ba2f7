"""총회 each list is decided once; a ceiling binds, a target does not, and strangers stay outside."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from desk import assembly, lane
from models.journal import ActReused
from models.project import Project
from models.session import writing
from states.assembly import NotAssembled, NotOnTheAgenda, NotOnTheList, OverCeiling, ResolvedBefore
from states.refusals import Refusal
from states.track import Track
from tests.acts import do, facts, length, status_of
from tests.toy import DONG, METRO, YEAR, live

MEETING = "2030-05-10 17:00"


def resolve(engine: Engine, track: Track, *chosen: int, id: str = "") -> dict[str, int]:
    return do(engine, MEETING, assembly.resolve, YEAR, track, chosen, id=id)


def test_what_is_on_the_list_is_chosen_and_the_rest_is_not(engine: Engine) -> None:
    live(engine, MEETING)
    assert resolve(engine, METRO, 2, 2) == {"selected": 1, "not_selected": 1, "spent": 450_000_000}
    assert status_of(engine, 1, 2, 3, 4) == ["not_selected", "selected", "ineligible", "transferred"]
    assert facts(engine, "list.resolved") == [{"track": "metro", "chosen": [2]}]


def test_both_can_be_chosen_below_the_ceiling(engine: Engine) -> None:
    live(engine, MEETING)
    assert resolve(engine, METRO, 1, 2)["spent"] == 750_000_000


@pytest.mark.parametrize(
    ("chosen", "refusal", "words"),
    [
        pytest.param((2, 3), NotOnTheList, "없는 사업이 있습니다: 3", id="an ineligible project"),
        pytest.param((1, 99), NotOnTheList, "99", id="a number that nobody has"),
        pytest.param((1, 2), OverCeiling, "1원만큼 줄여", id="a won above the ceiling"),
    ],
)
def test_a_refused_list_changes_nothing(
    engine: Engine, chosen: tuple[int, ...], refusal: type[Refusal], words: str
) -> None:
    live(engine, MEETING)
    grow(engine, 1, 550_000_001)
    written = length(engine)
    with pytest.raises(refusal, match=words):
        resolve(engine, METRO, *chosen)
    assert (length(engine), status_of(engine, 1, 2)) == (written, ["on_ballot", "on_ballot"])


def test_a_target_never_blocks(engine: Engine) -> None:
    live(engine, MEETING)
    with writing(engine) as session:
        session.add(dong_project(session))

    assert resolve(engine, DONG, 9) == {"selected": 1, "not_selected": 0, "spent": 999_000_000}


def grow(engine: Engine, number: int, cost: int) -> None:
    """Make a project dearer behind the desk's back: the review that does it is not written yet."""
    with writing(engine) as session:
        project = session.get_one(Project, (YEAR, number))
        project.cost = cost
        session.add(project)


def dong_project(session: Session) -> Project:
    """A project of a track that takes no proposals from citizens, ten times the target."""
    like = session.get_one(Project, (YEAR, 1)).model_dump()
    return Project(**{**like, "number": 9, "track": DONG, "status": "eligible", "cost": 999_000_000})


def test_a_list_is_decided_once(engine: Engine) -> None:
    live(engine, MEETING)
    first = resolve(engine, METRO, 2, id="form/1")
    assert resolve(engine, METRO, 2, id="form/1") == first
    with pytest.raises(ActReused):
        resolve(engine, METRO, 1, id="form/1")
    with pytest.raises(ResolvedBefore):
        resolve(engine, METRO, 1)


@pytest.mark.parametrize("until", ["2030-05-10 16:10", "2030-05-10 18:11"], ids=["before", "after"])
def test_the_assembly_decides_while_it_sits(engine: Engine, until: str) -> None:
    live(engine, until)
    with pytest.raises(NotAssembled):
        resolve(engine, METRO, 2)


def test_a_lane_that_left_is_not_on_the_agenda(engine: Engine) -> None:
    live(engine, "2030-05-06")
    do(engine, "2030-05-06", lane.leave, YEAR, DONG, reason="why")
    do(engine, "2030-05-10 16:10", lane.advance, YEAR, METRO)
    with pytest.raises(NotOnTheAgenda, match="동단위계획형은 총회가 의결할"):
        resolve(engine, DONG)


def test_each_project_has_its_own_entry(engine: Engine) -> None:
    live(engine, MEETING)
    resolve(engine, METRO, 2)
    assert facts(engine, "project.moved")[-2:] == [
        {"event": "select", "from": "on_ballot", "to": "selected"},
        {"event": "pass_over", "from": "on_ballot", "to": "not_selected"},
    ]
