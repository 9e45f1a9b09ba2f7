"""투표함 opens with its first lane and its lots, waits for its last, and is empty when a vote is held again."""

import pytest
from sqlalchemy import Engine

from desk import calendar, lane, poll
from models.blob import fetch_rows
from models.cycle import cycle_of, lane_of
from models.journal import entries
from models.plan import effective_plan
from models.poll import Poll, poll_of, result_of
from models.session import reading, writing
from states.board import WorkLeft
from states.canonical import canonical, digest
from states.stage import Stage
from states.tracks.lane import StageMissed
from states.vote import CompanionsMissing
from states.window import Window, kst
from tests.acts import do, facts, journal_of, stands
from tests.ballots import count, sealing, taking
from tests.polling import at_the_objection
from tests.shared_poll import COGOVERNANCE, SHARED
from tests.toy import LAST_BALLOTS, METRO, YEAR, text_of

WHY = text_of("까닭")
SEALING = "2030-05-10 16:10"


@pytest.fixture
def shared(engine: Engine) -> Engine:
    """Two lanes that share a poll, in their objection: 1, 2 of the one and 3 of the other are to be voted on."""
    at_the_objection(engine, SHARED, {1: (METRO, 100), 2: (METRO, 200), 3: (COGOVERNANCE, 300)})
    return engine


def advance(engine: Engine, track: str, at: str) -> None:
    do(engine, at, lane.advance, YEAR, track)


def reopen(engine: Engine, track: str, at: str, closes: str) -> None:
    do(engine, at, lane.reopen, YEAR, track, kst(closes), reason=WHY)


def the_poll(engine: Engine) -> Poll:
    with reading(engine) as session:
        found = poll_of(session, YEAR, "main")
        session.expunge(found)
        return found


def listed(engine: Engine) -> list[list[object]]:
    with reading(engine) as session:
        return list(fetch_rows(session, poll_of(session, YEAR, "main").candidates))


def spans(engine: Engine) -> tuple[Window, ...]:
    with reading(engine) as session:
        return poll.spans(session, poll_of(session, YEAR, "main"))


def both(engine: Engine) -> None:
    for track in (METRO, COGOVERNANCE):
        advance(engine, track, "2030-04-13 00:10")


def test_the_first_lane_opens_the_poll_and_the_others_join_it(shared: Engine) -> None:
    advance(shared, METRO, "2030-04-13 00:10")
    assert listed(shared) == [[1, "metro", 100], [2, "metro", 200]]
    advance(shared, COGOVERNANCE, "2030-04-13 00:11")
    assert listed(shared) == [[1, "metro", 100], [2, "metro", 200], [3, "cogovernance", 300]]
    assert (the_poll(shared).state, the_poll(shared).round) == ("taking", 1)
    assert [f["track"] for f in facts(shared, "poll.joined")] == ["cogovernance"]


def test_the_lots_are_drawn_from_the_journals_head_at_that_moment(shared: Engine) -> None:
    advance(shared, METRO, "2030-04-13 00:10")
    with reading(shared) as session:
        chain = list(entries(session, str(YEAR)))
    at = next(place for place, entry in enumerate(chain) if entry.fact == "poll.opened")
    drawn = digest(canonical([chain[at - 1].hash, "main", 1]))
    assert (chain[at].facts["lots"], the_poll(shared).lots) == (drawn, drawn)


def test_a_poll_waits_for_every_lane_that_shares_it(shared: Engine) -> None:
    advance(shared, METRO, "2030-04-13 00:10")
    with pytest.raises(CompanionsMissing, match="광역협치형"):
        count(shared, YEAR, "main", SEALING)
    with pytest.raises(WorkLeft, match="아직 오지 않은 유형 1건"):
        advance(shared, METRO, SEALING)


def test_a_lane_that_left_is_not_waited_for(shared: Engine) -> None:
    advance(shared, METRO, "2030-04-13 00:10")
    do(shared, "2030-05-05", lane.leave, YEAR, COGOVERNANCE, reason=WHY)
    count(shared, YEAR, "main", SEALING)
    advance(shared, METRO, SEALING)
    assert the_poll(shared).state == "tallied"


def test_the_projects_of_a_lane_that_left_the_vote_are_withdrawn_from_it(shared: Engine) -> None:
    both(shared)
    do(shared, "2030-05-05", lane.leave, YEAR, COGOVERNANCE, reason=WHY)
    with reading(shared) as session:
        one = poll_of(session, YEAR, "main")
        stand = poll.candidates(session, one, effective_plan(session, cycle_of(session, YEAR)))
    assert [(candidate.number, candidate.stands) for candidate in stand] == [(1, True), (2, True), (3, False)]


def test_a_lane_that_missed_the_vote_is_waited_for_until_it_has_a_window(shared: Engine) -> None:
    advance(shared, METRO, "2030-04-13 00:10")
    do(shared, "2030-05-05", taking, YEAR, "main", LAST_BALLOTS)
    advance(shared, COGOVERNANCE, "2030-05-11 10:00")
    with pytest.raises(CompanionsMissing):
        count(shared, YEAR, "main", "2030-05-11 11:00")
    for stage, closes in ((Stage.ASSEMBLY, "2030-05-20 18:00"), (Stage.VOTE, "2030-05-15 16:00")):
        track = COGOVERNANCE if stage == Stage.VOTE else None
        do(shared, "2030-05-11 12:00", calendar.extend, YEAR, track, stage, closes=kst(closes), reason=WHY)

    assert spans(shared) == (
        Window(kst("2030-05-01 09:00"), kst("2030-05-10 16:00")),
        Window(kst("2030-05-11 12:00"), kst("2030-05-15 16:00")),
    )
    do(shared, "2030-05-15 16:10", sealing, YEAR, "main", [(1, LAST_BALLOTS)], id="seal")
    sealed = facts(shared, "poll.sealed")[0]
    assert (sealed["counts"]["citizen"], sealed["faults"]) == (1, {"late": 1})  # who was too late stays so


def test_a_lane_that_missed_its_objections_while_the_others_voted_has_them_and_then_all_vote_once_more(
    shared: Engine,
) -> None:
    advance(shared, METRO, "2030-04-13 00:10")
    with writing(shared) as session:
        lane_of(session, YEAR, COGOVERNANCE).entered_at = kst("2030-04-20")  # its review took that long
    do(shared, "2030-05-05", taking, YEAR, "main", LAST_BALLOTS)
    with pytest.raises(StageMissed):
        advance(shared, COGOVERNANCE, "2030-05-11 09:00")
    for track, stage, closes in (
        (None, Stage.ASSEMBLY, "2030-05-31 18:00"),
        (COGOVERNANCE, Stage.OBJECTION, "2030-05-20"),
    ):
        do(shared, "2030-05-11 10:00", calendar.extend, YEAR, track, stage, closes=kst(closes), reason=WHY)
    advance(shared, COGOVERNANCE, "2030-05-20 00:10")

    assert spans(shared) == (
        Window(kst("2030-05-01 09:00"), kst("2030-05-10 16:00")),
        Window(kst("2030-05-20"), kst("2030-05-29 07:00")),
    )
    assert the_poll(shared).round == 1  # nobody's ballot was thrown away
    count(shared, YEAR, "main", "2030-05-29 07:10")
    for track in (METRO, COGOVERNANCE):
        advance(shared, track, "2030-05-29 07:10")
    assert stands(shared)["metro"] == stands(shared)["cogovernance"] == "ready"


def test_an_extension_moves_the_closing_for_those_who_vote_after_it(shared: Engine) -> None:
    both(shared)
    for track, stage, closes in (
        (None, Stage.ASSEMBLY, "2030-05-20 18:00"),
        (METRO, Stage.VOTE, "2030-05-12 16:00"),
    ):
        do(shared, "2030-05-09", calendar.extend, YEAR, track, stage, closes=kst(closes), reason=WHY)
    assert spans(shared) == (Window(kst("2030-05-01 09:00"), kst("2030-05-12 16:00")),)


def test_going_back_puts_the_poll_back_and_the_next_round_has_an_empty_box(shared: Engine) -> None:
    both(shared)
    do(shared, "2030-04-19", taking, YEAR, "main", LAST_BALLOTS)
    reopen(shared, COGOVERNANCE, "2030-04-20", "2030-04-25 18:00")
    assert the_poll(shared).state == "announced"
    with pytest.raises(WorkLeft, match="봉인하지 않은"):
        advance(shared, METRO, SEALING)
    advance(shared, COGOVERNANCE, "2030-04-25 18:10")

    again = the_poll(shared)
    assert (again.state, again.round, again.opened_at) == ("taking", 2, kst("2030-04-25 18:00"))
    assert len(listed(shared)) == 3
    count(shared, YEAR, "main", SEALING)


def test_a_vote_held_again_after_the_tally_keeps_the_old_box_in_the_journal(shared: Engine) -> None:
    both(shared)
    count(shared, YEAR, "main", SEALING)
    for track in (METRO, COGOVERNANCE):
        advance(shared, track, SEALING)
    first, before = the_poll(shared), facts(shared, "poll.sealed")
    do(
        shared,
        "2030-05-10 17:00",
        calendar.extend,
        YEAR,
        None,
        Stage.ASSEMBLY,
        closes=kst("2030-05-25 18:00"),
        reason=WHY,
    )
    reopen(shared, METRO, "2030-05-11 09:00", "2030-05-20 16:00")

    again = the_poll(shared)
    assert (again.state, again.round, again.box, again.root) == ("taking", 2, None, None)
    assert again.lots != first.lots
    assert spans(shared) == (Window(kst("2030-05-11 09:00"), kst("2030-05-20 16:00")),)
    with reading(shared) as session:
        assert [result_of(session, YEAR, track) for track in (METRO, COGOVERNANCE)] == [None, None]
        assert fetch_rows(session, before[0]["listing"]) == []
    assert listed(shared)[-1] == [3, "cogovernance", 300]

    count(shared, YEAR, "main", "2030-05-20 16:10", number="again")
    with reading(shared) as session:
        assert result_of(session, YEAR, COGOVERNANCE) is not None
    assert [subject for _, fact, subject, _ in journal_of(shared) if fact == "poll.sealed"] == [
        "poll:2030-main-1",
        "poll:2030-main-2",
    ]
