"""Who may be a member: schooled, not excluded, not too often, and not twice at a time."""

import pytest

from states.committee import (
    Body,
    Excluded,
    MemberAlready,
    NotSchooled,
    SeatExcluded,
    SeatNotMember,
    Term,
    TermFaulty,
    TooManyTerms,
    body_of,
    is_graduate,
    judge,
    judge_course,
    judge_seat,
)
from states.track import Track
from states.window import kst


def year(number: int) -> Term:
    return Term(kst(f"{number}-01-01 00:00"), kst(f"{number + 1}-01-01 00:00"))


FIRST = year(2030)


def give(
    body: Body = Body.COMMITTEE,
    term: Term = FIRST,
    *before: Term,
    grounds: tuple[str, ...] = (),
    hours: int = 6,
) -> None:
    judge(7, body, term, before=before, grounds=grounds, hours=hours)


def test_a_graduate_becomes_a_member_and_once_more() -> None:
    give()
    give(Body.COMMITTEE, year(2031), year(2030))


def test_two_terms_are_enough() -> None:
    with pytest.raises(TooManyTerms, match="이미 2번"):
        give(Body.COMMITTEE, year(2032), year(2030), year(2031))


def test_nobody_is_a_member_twice_at_a_time() -> None:
    with pytest.raises(MemberAlready, match=r"2030\. 12\. 31\."):
        give(Body.COMMITTEE, year(2030), year(2030))


def test_without_the_budget_school_nobody_is_in_the_committee() -> None:
    with pytest.raises(NotSchooled, match=r"5시간.*6시간"):
        give(hours=5)
    give(Body.PANEL, hours=0)


def test_an_excluded_person_is_in_no_body() -> None:
    with pytest.raises(Excluded, match="시 공무원·출연기관 직원"):
        give(Body.PANEL, grounds=("city_official", "funded_body"))


def test_a_term_runs_forwards() -> None:
    with pytest.raises(TermFaulty, match="시작이 끝보다"):
        give(Body.COMMITTEE, Term(kst("2030-01-02 00:00"), kst("2030-01-02 00:00")))


@pytest.mark.parametrize(("course", "hours"), [("기초 과정", 3), ("", 3), ("basic", 0), ("basic", 101)])
def test_a_faulty_course_is_refused(course: str, hours: int) -> None:
    with pytest.raises(TermFaulty):
        judge_course(course, hours)


def test_six_hours_make_a_graduate() -> None:
    judge_course("basic-2030", 6)
    assert is_graduate(6)
    assert not is_graduate(5)


@pytest.mark.parametrize(
    ("now", "grounds", "refusal"),
    [
        pytest.param("2030-06-01 10:00", (), None, id="in the middle of a term"),
        pytest.param("2029-12-31 23:59", (), SeatNotMember, id="before it begins"),
        pytest.param("2031-01-01 00:00", (), SeatNotMember, id="the moment it ends"),
        pytest.param("2030-06-01 10:00", ("district_official",), SeatExcluded, id="excluded meanwhile"),
    ],
)
def test_a_councils_seat_is_for_members_in_their_term(
    now: str, grounds: tuple[str, ...], refusal: type[Exception] | None
) -> None:
    def sit() -> None:
        judge_seat(7, Body.COMMITTEE, kst(now), terms=[FIRST], grounds=grounds)

    if refusal is None:
        sit()
    else:
        with pytest.raises(refusal, match="7번"):
            sit()


def test_members_of_a_council_come_from_the_body_of_its_track() -> None:
    assert (body_of(Track.METRO), body_of(Track.DELIBERATIVE)) == (Body.COMMITTEE, Body.ASSEMBLY)
