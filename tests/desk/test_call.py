"""공모 the stamp decides; the machine only locks the door."""

import dataclasses

import pytest
from sqlalchemy import Engine

from desk import calendar, call, withdrawal
from desk.call import LandedTooLate
from models.journal import ActReused, entries
from models.project import Project
from models.proposal import flagged
from models.session import reading
from states.call import CallClosed, CostOutOfRange, MayNotPropose, NoCall, Standing, Via
from states.refusals import Refusal
from states.stage import Stage
from states.window import kst
from tests.acts import do, facts, length, status_of
from tests.toy import DONG, METRO, YEAR, live, proposal

LAST = "2030-01-31 23:59:59"
LIKE = "ab" * 32


def submit(
    engine: Engine, received: str, *, now: str = "", given: call.Proposal | None = None, id: str = ""
) -> int:
    given = given or proposal()
    return do(
        engine, now or received, call.submit, YEAR, given, received_at=kst(received), id=id, by="person:1"
    )


def test_a_proposal_gets_its_receipt_number(engine: Engine) -> None:
    live(engine, "2030-01-01")
    assert [submit(engine, "2030-01-05 10:00"), submit(engine, "2030-01-05 10:00")] == [1, 2]
    assert status_of(engine, 1, 2) == ["received", "received"]


def test_the_same_form_twice_is_the_same_receipt(engine: Engine) -> None:
    live(engine, "2030-01-01")
    assert submit(engine, "2030-01-05", id="form/7") == submit(engine, "2030-01-05", id="form/7") == 1
    with pytest.raises(ActReused, match="form/7"):
        submit(engine, "2030-01-05", id="form/7", given=proposal(cost=1))


@pytest.mark.parametrize(
    ("received", "refusal"),
    [
        pytest.param("2029-12-31 23:59:59", CallClosed, id="before it opens"),
        pytest.param("2030-01-01 00:00:00", None, id="the moment it opens"),
        pytest.param(LAST, None, id="the last second"),
        pytest.param("2030-02-01 00:00:00", CallClosed, id="the moment it closes"),
    ],
)
def test_the_stamp_decides_who_is_in_time(
    engine: Engine, received: str, refusal: type[Refusal] | None
) -> None:
    live(engine, "2030-01-01")
    if refusal is None:
        assert submit(engine, received, now="2030-02-01 00:05") == 1
    else:
        with pytest.raises(refusal):
            submit(engine, received, now="2030-02-01 00:05")


def test_a_proposal_stamped_in_time_lands_while_the_classification_runs(engine: Engine) -> None:
    live(engine, "2030-02-02")
    number = submit(engine, LAST, now="2030-02-02 09:00")

    with reading(engine) as session:
        entry = list(entries(session, str(YEAR), "proposal.received"))[-1]
        assert session.get_one(Project, (YEAR, number)).received_at == kst(LAST)
    assert (entry.effective_at, entry.recorded_at) == (kst(LAST), kst("2030-02-02 09:00"))


def test_a_proposal_that_lands_after_the_classification_is_refused(engine: Engine) -> None:
    live(engine, "2030-03-07")
    with pytest.raises(LandedTooLate, match="광역제안형이 이미 심사"):
        submit(engine, LAST, now="2030-03-07")


def test_an_extended_call_takes_proposals_until_its_new_deadline(engine: Engine) -> None:
    live(engine, "2030-01-01")
    longer = {"closes": kst("2030-02-05"), "reason": "why"}
    do(engine, "2030-01-20", calendar.extend, YEAR, METRO, Stage.CALL, **longer)
    assert submit(engine, "2030-02-04 23:59:59") == 1


def test_a_refused_proposal_uses_up_no_number(engine: Engine) -> None:
    live(engine, "2030-01-01")
    written = length(engine)
    with pytest.raises(CostOutOfRange):
        submit(engine, "2030-01-05", given=proposal(cost=4_000_000_000))
    with pytest.raises(NoCall):
        submit(engine, "2030-01-20", given=proposal(DONG))

    assert length(engine) == written
    assert submit(engine, "2030-01-05") == 1


def test_the_order_in_which_districts_are_named_does_not_matter(engine: Engine) -> None:
    live(engine, "2030-01-01")
    named = dataclasses.replace(proposal(), districts=(7, 2, 7))
    submit(engine, "2030-01-05", given=named, id="form/1")
    assert submit(engine, "2030-01-05", given=dataclasses.replace(named, districts=(2, 7)), id="form/1") == 1
    with reading(engine) as session:
        assert session.get_one(Project, (YEAR, 1)).districts == "[2,7]"


def test_what_ties_the_proposer_to_the_city_is_kept(engine: Engine) -> None:
    live(engine, "2030-01-01")
    body = dataclasses.replace(
        proposal(), standing=Standing.BODY, organisation="green-yard", via=Via.PAPER, likeness=LIKE
    )
    submit(engine, "2030-01-05", given=body)
    with reading(engine) as session:
        row = session.get_one(Project, (YEAR, 1))
    assert (row.standing, row.organisation, row.via, row.likeness) == ("body", "green-yard", "paper", LIKE)
    assert facts(engine, "proposal.received")[0]["organisation"] == "green-yard"


def test_an_official_is_told_why_and_where_else_to_go(engine: Engine) -> None:
    live(engine, "2030-01-01")
    with pytest.raises(MayNotPropose, match="예산 요구나 공무원 제안 제도로"):
        submit(engine, "2030-01-05", given=dataclasses.replace(proposal(), standing=Standing.OFFICIAL))


def test_the_same_title_by_the_same_proposer_is_flagged_and_never_refused(engine: Engine) -> None:
    live(engine, "2030-01-01")
    for proposer, likeness in ((7, LIKE), (7, LIKE), (8, LIKE), (None, LIKE), (7, None), (7, LIKE)):
        submit(
            engine, "2030-01-05", given=dataclasses.replace(proposal(), proposer=proposer, likeness=likeness)
        )

    assert facts(engine, "proposal.flagged") == [{"like": [1]}, {"like": [1, 2]}]
    with reading(engine) as session:
        assert flagged(session, YEAR) == [[1, 2, 6]]


def test_what_was_withdrawn_is_like_nothing(engine: Engine) -> None:
    live(engine, "2030-01-01")
    mine = dataclasses.replace(proposal(), proposer=7, likeness=LIKE)
    submit(engine, "2030-01-05", given=mine)
    do(engine, "2030-01-06", withdrawal.withdraw, YEAR, 1, reason=None)
    submit(engine, "2030-01-07", given=mine)
    assert facts(engine, "proposal.flagged") == []
    with reading(engine) as session:
        assert flagged(session, YEAR) == []
