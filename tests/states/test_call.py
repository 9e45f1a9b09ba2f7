"""공모 who may propose what, and until when: the notice itself, as rows."""

import pytest

from states.call import (
    BodyNotNamed,
    CallClosed,
    CostOutOfRange,
    DistrictUnknown,
    Draft,
    Kind,
    KindNotInvited,
    MayNotPropose,
    NoCall,
    Standing,
    Terms,
    TooFewDistricts,
    judge,
    left,
)
from states.figures import Limit
from states.plan import Plan
from states.refusals import Refusal
from states.track import Track
from states.window import Window, kst

TERMS = Terms(
    window=Window(kst("2026-03-02 09:00"), kst("2026-03-31 18:00")),
    ordinary=Limit(below=4_000_000_000, source="our choice"),
    event=Limit(below=300_000_000, source="our choice"),
    min_districts=2,
)
BENCH = Draft(Kind.ORDINARY, 20_000_000, (1, 2))


@pytest.mark.parametrize(
    ("received", "refusal"),
    [
        pytest.param("2026-03-02 08:59:59", CallClosed, id="a second before it opens"),
        pytest.param("2026-03-02 09:00:00", None, id="the moment it opens"),
        pytest.param("2026-03-31 17:59:59", None, id="17:59:59 on the last day"),
        pytest.param("2026-03-31 17:59:59.999999", None, id="the last instant"),
        pytest.param("2026-03-31 18:00:00", CallClosed, id="18:00 on the last day"),
    ],
)
def test_the_stamp_decides_who_is_in_time(received: str, refusal: type[Refusal] | None) -> None:
    check(BENCH, refusal, received)


@pytest.mark.parametrize(
    ("kind", "cost", "refusal"),
    [
        pytest.param(Kind.ORDINARY, -1, CostOutOfRange, id="less than nothing"),
        pytest.param(Kind.ORDINARY, 0, CostOutOfRange, id="nothing"),
        pytest.param(Kind.ORDINARY, 1, None, id="one won"),
        pytest.param(Kind.ORDINARY, 3_999_999_999, None, id="a won below four billion"),
        pytest.param(Kind.ORDINARY, 4_000_000_000, CostOutOfRange, id="four billion: 미만 is below"),
        pytest.param(Kind.EVENT, 299_999_999, None, id="an event a won below"),
        pytest.param(Kind.EVENT, 300_000_000, CostOutOfRange, id="an event at its limit"),
    ],
)
def test_a_project_costs_less_than_its_kind_may(kind: Kind, cost: int, refusal: type[Refusal] | None) -> None:
    check(Draft(kind, cost, (1, 2)), refusal)


@pytest.mark.parametrize(
    ("cost", "refusal"),
    [
        pytest.param(500_000_000, None, id="exactly: 이하 includes it"),
        pytest.param(500_000_001, CostOutOfRange, id="a won more"),
    ],
)
def test_a_limit_may_include_its_own_amount(cost: int, refusal: type[Refusal] | None) -> None:
    terms = Terms(TERMS.window, Limit(at_most=500_000_000, source="our choice"), None, 1)
    check(Draft(Kind.ORDINARY, cost, (1,)), refusal, terms=terms)


@pytest.mark.parametrize(
    ("districts", "refusal"),
    [
        pytest.param((), TooFewDistricts, id="nowhere"),
        pytest.param((1,), TooFewDistricts, id="one district"),
        pytest.param((1, 1), TooFewDistricts, id="one district, named twice"),
        pytest.param((1, 25), None, id="two districts"),
    ],
)
def test_a_city_wide_project_serves_two_districts(
    districts: tuple[int, ...], refusal: type[Refusal] | None
) -> None:
    check(Draft(Kind.ORDINARY, 1, districts), refusal)


@pytest.mark.parametrize(
    ("districts", "unknown"),
    [
        pytest.param((0, 1), "0", id="before the first"),
        pytest.param((1, 26, 99), "26, 99", id="after the twenty-fifth"),
    ],
)
def test_a_district_is_one_of_twenty_five(districts: tuple[int, ...], unknown: str) -> None:
    with pytest.raises(DistrictUnknown, match=f"번호 {unknown}"):
        judge(Draft(Kind.ORDINARY, 1, districts), TERMS, received_at=kst("2026-03-10 12:00"))


@pytest.mark.parametrize(
    ("standing", "organisation", "refusal"),
    [
        pytest.param(Standing.RESIDENT, None, None, id="lives here"),
        pytest.param(Standing.WORKER, "acme-seoul", None, id="works here, and says where"),
        pytest.param(Standing.STUDENT, None, None, id="studies here"),
        pytest.param(Standing.BODY, "green-yard", None, id="a body with its code"),
        pytest.param(Standing.BODY, None, BodyNotNamed, id="a body without"),
        pytest.param(Standing.BODY, "푸른 마당", BodyNotNamed, id="a body with a name for a code"),
        pytest.param(Standing.WORKER, "Acme Co.", BodyNotNamed, id="a workplace with a name for a code"),
        pytest.param(Standing.OFFICIAL, None, MayNotPropose, id="a civil servant"),
        pytest.param(Standing.FUNDED_STAFF, None, MayNotPropose, id="staff of a funded body"),
    ],
)
def test_who_may_propose(standing: Standing, organisation: str | None, refusal: type[Refusal] | None) -> None:
    check(Draft(Kind.ORDINARY, 1, (1, 2), standing, organisation), refusal)


def test_an_event_is_refused_where_none_is_invited() -> None:
    check(Draft(Kind.EVENT, 1, (1, 2)), KindNotInvited, terms=Terms(TERMS.window, TERMS.ordinary, None, 2))


def test_the_refusal_says_the_hours_and_the_stamp() -> None:
    with pytest.raises(
        CallClosed, match=r"2026\. 3\. 31\.\(화\) 18:00까지.*접수 시각은 2026\. 3\. 31\.\(화\) 18:01"
    ):
        judge(BENCH, TERMS, received_at=kst("2026-03-31 18:01"))


def test_the_terms_are_the_plans(plan: Plan) -> None:
    terms = Terms.of(plan, Track.METRO)
    assert terms.window == Window(kst("2030-01-01"), kst("2030-02-01"))
    assert (terms.ordinary.below, terms.min_districts) == (4_000_000_000, 2)


def test_a_track_without_a_public_call_refuses_a_proposal(plan: Plan) -> None:
    with pytest.raises(NoCall, match="동단위계획형은"):
        Terms.of(plan, Track.NEIGHBOURHOOD_PLAN)


def test_nothing_but_its_deadline_holds_the_call_open() -> None:
    assert left() == ()


def check(
    draft: Draft, refusal: type[Refusal] | None, received: str = "2026-03-10 12:00", terms: Terms = TERMS
) -> None:
    if refusal is None:
        judge(draft, terms, received_at=kst(received))
    else:
        with pytest.raises(refusal):
            judge(draft, terms, received_at=kst(received))
