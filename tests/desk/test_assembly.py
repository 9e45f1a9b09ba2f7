"""총회 counts who is there, and decides on each list once: a voted one as its tally says."""

import orjson
import pytest
from sqlalchemy import Engine

from desk import assembly, calendar, lane
from models.attendance import counted
from models.blob import keep
from models.cycle import cycle_of, lane_of
from models.journal import ActReused
from models.poll import PollResult
from models.project import Project
from models.session import reading, writing
from states.assembly import (
    LeftOutReasonNeeded,
    NoQuorum,
    NotAssembled,
    NotAWinner,
    NotOnTheAgenda,
    NotOnTheList,
    NotTallied,
    OtherResult,
    OutsideTheAssembly,
    OverCeiling,
    ResolvedBefore,
    TooManyPresent,
)
from states.refusals import Refusal
from states.stage import Stage
from states.window import kst
from tests.acts import do, facts, length, status_of
from tests.placed import add, place
from tests.toy import DONG, METRO, YEAR, text_of

MEETING, WHY = "2030-05-10 17:00", text_of("까닭")
_M = 1_000_000


@pytest.fixture
def met(engine: Engine) -> Engine:
    """The assembly has begun with enough members: two projects of the main track, three of a dong."""
    place(
        engine, Stage.ASSEMBLY, {1: ("on_ballot", 300 * _M), 2: ("on_ballot", 450 * _M), 3: ("ineligible", 1)}
    )
    add(engine, {11: ("eligible", 90 * _M), 12: ("eligible", 999 * _M)}, track=DONG)
    with writing(engine) as session:
        dong = lane_of(session, YEAR, DONG)
        dong.stage = "ready"
        session.add(dong)
    do(engine, "2030-05-10 09:30", assembly.attend, YEAR, 180)
    return engine


def tallied(engine: Engine, *winners: int) -> str:
    """What the vote came to, as its tally would have written it."""
    content = orjson.dumps({"tracks": {"metro": {"winners": winners, "ranking": []}}})
    with writing(engine) as session:
        result = keep(session, content, media="application/json")
        session.add(PollResult(cycle=YEAR, track=METRO, poll="main", round=1, result=result, root=result))
    return result


def resolve_dong(engine: Engine, *chosen: int, at: str = MEETING, id: str = "") -> dict[str, int]:
    return do(engine, at, assembly.resolve, YEAR, DONG, chosen, id=id)


def resolve(
    engine: Engine, *chosen: int, result: str | None, reason: str | None = None, at: str = MEETING
) -> dict[str, int]:
    return do(engine, at, assembly.resolve, YEAR, METRO, chosen, result=result, reason=reason)


def test_what_the_vote_chose_is_chosen_and_the_rest_is_not(met: Engine) -> None:
    result = tallied(met, 2)
    assert resolve(met, 2, 2, result=result) == {"selected": 1, "not_selected": 1, "spent": 450 * _M}
    assert status_of(met, 1, 2, 3) == ["not_selected", "selected", "ineligible"]
    assert facts(met, "list.resolved") == [
        {"track": "metro", "chosen": [2], "result": result, "reason": None}
    ]
    assert facts(met, "project.moved") == [
        {"event": "select", "from": "on_ballot", "to": "selected"},
        {"event": "pass_over", "from": "on_ballot", "to": "not_selected"},
    ]


@pytest.mark.parametrize(
    ("winners", "chosen", "refusal", "words"),
    [
        pytest.param((1, 2), (1, 2, 3), NotOnTheList, "없는 사업이 있습니다: 3", id="an ineligible project"),
        pytest.param((1, 2), (1, 99), NotOnTheList, "99", id="a number that nobody has"),
        pytest.param((2,), (1, 2), NotAWinner, "뽑히지 않은 사업이 있습니다: 1", id="one that lost the vote"),
        pytest.param(
            (1, 2), (2,), LeftOutReasonNeeded, "빼려면 까닭이 있어야 합니다: 1", id="a winner left out"
        ),
    ],
)
def test_a_list_that_is_not_the_tallys_changes_nothing(
    met: Engine, winners: tuple[int, ...], chosen: tuple[int, ...], refusal: type[Refusal], words: str
) -> None:
    result, written = tallied(met, *winners), length(met)
    with pytest.raises(refusal, match=words):
        resolve(met, *chosen, result=result)
    assert (length(met), status_of(met, 1, 2)) == (written, ["on_ballot", "on_ballot"])


def test_before_the_tally_nothing_is_resolved(met: Engine) -> None:
    with pytest.raises(NotTallied, match="개표를 확정한 뒤에"):
        resolve(met, 2, result=text_of("결과"))


def test_a_list_made_from_another_result_is_refused(met: Engine) -> None:
    result = tallied(met, 2)
    with pytest.raises(OtherResult, match=f"올린 결과 {text_of('먼저')[:12]}, 확정된 결과 {result[:12]}"):
        resolve(met, 2, result=text_of("먼저"))


def test_a_winner_is_left_out_with_a_reason(met: Engine) -> None:
    result = tallied(met, 1, 2)
    assert resolve(met, 2, result=result, reason=WHY)["selected"] == 1
    assert facts(met, "list.resolved")[0]["reason"] == WHY


def test_a_won_above_the_ceiling_is_refused_whatever_the_tally_says(met: Engine) -> None:
    result = tallied(met, 1, 2)
    with writing(met) as session:
        project = session.get_one(Project, (YEAR, 1))
        project.cost = 550 * _M + 1
        session.add(project)
    with pytest.raises(OverCeiling, match="1원만큼 줄여"):
        resolve(met, 1, 2, result=result)


def test_a_track_without_a_vote_is_decided_by_its_own_list_and_a_target_never_blocks(met: Engine) -> None:
    assert resolve_dong(met, 12) == {"selected": 1, "not_selected": 1, "spent": 999 * _M}
    assert status_of(met, 11, 12) == ["not_selected", "selected"]


def test_a_list_is_decided_once(met: Engine) -> None:
    first = resolve_dong(met, 11, id="form/1")
    assert resolve_dong(met, 11, id="form/1") == first
    with pytest.raises(ActReused):
        resolve_dong(met, 12, id="form/1")
    with pytest.raises(ResolvedBefore):
        resolve_dong(met, 12)


def test_attendance_is_said_again_and_the_last_count_holds(met: Engine) -> None:
    done = do(met, "2030-05-10 16:30", assembly.attend, YEAR, 149)
    assert done == {"present": 149, "needed": 150}
    with pytest.raises(NoQuorum, match="1명이 모자랍니다"):
        resolve_dong(met, 11)
    do(met, "2030-05-10 16:50", assembly.attend, YEAR, 150)
    assert resolve_dong(met, 11)["selected"] == 1
    assert facts(met, "assembly.attended") == [{"present": n} for n in (180, 149, 150)]


def test_more_than_there_are_cannot_be_counted(met: Engine) -> None:
    with pytest.raises(TooManyPresent, match="0명부터 300명까지"):
        do(met, MEETING, assembly.attend, YEAR, 301)
    with reading(met) as session:
        assert (now := counted(session, YEAR)) is not None
        assert now.present == 180


def test_members_are_counted_while_the_last_votes_come_in(engine: Engine) -> None:
    place(engine, Stage.VOTE, {})
    assert do(engine, "2030-05-10 09:00", assembly.attend, YEAR, 200)["present"] == 200
    with pytest.raises(OutsideTheAssembly):
        do(engine, "2030-05-10 08:59", assembly.attend, YEAR, 200)


def test_an_assembly_that_was_extended_counts_its_members_anew(met: Engine) -> None:
    next_day = "2030-05-11 10:00"
    with pytest.raises(OutsideTheAssembly, match="총회 기간을 연장해 다시 소집"):
        resolve_dong(met, 11, at=next_day)

    closes = {"closes": kst("2030-05-11 18:00"), "reason": WHY}
    do(met, "2030-05-10 17:50", calendar.extend, YEAR, None, Stage.ASSEMBLY, **closes)
    with pytest.raises(NoQuorum, match="오늘 센 참석은 0명"):
        resolve_dong(met, 11, at=next_day)

    do(met, next_day, assembly.attend, YEAR, 160)
    assert resolve_dong(met, 11, at=next_day)["selected"] == 1


@pytest.mark.parametrize("stage", ["vote", "drafting"])
def test_the_assembly_decides_while_the_year_stands_there(met: Engine, stage: str) -> None:
    with writing(met) as session:
        cycle = cycle_of(session, YEAR)
        cycle.stage = stage
        session.add(cycle)
    with pytest.raises(NotAssembled):
        resolve_dong(met, 11)


def test_a_lane_that_left_is_not_on_the_agenda(engine: Engine) -> None:
    place(engine, Stage.VOTE, {})
    do(engine, "2030-05-06", lane.leave, YEAR, DONG, reason=WHY)
    with writing(engine) as session:
        cycle = cycle_of(session, YEAR)
        cycle.stage = Stage.ASSEMBLY
        session.add(cycle)
    do(engine, "2030-05-10 16:30", assembly.attend, YEAR, 200)
    with pytest.raises(NotOnTheAgenda, match="동단위계획형은 총회가 의결할"):
        resolve_dong(engine)
