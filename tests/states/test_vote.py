"""투표 which ballots count: by the stamp, one to a voter, with as many picks as asked for."""

import itertools

import pytest

from states.board import say_left
from states.vote import (
    CompanionsMissing,
    Judged,
    SealTooEarly,
    Terms,
    judge_ballots,
    judge_sealing,
    left,
    needed,
)
from states.window import Window, kst
from tests.ballots import Cast, batch, voter

WINDOW = Window(kst("2030-05-01 09:00"), kst("2030-05-10 16:00"))
TERMS = Terms(2, (WINDOW,))
KNOWN = {1, 2, 3}
IN_TIME = "2030-05-02 10:00"


def judged(*casts: Cast, terms: Terms = TERMS) -> Judged:
    return judge_ballots([(7, batch(*casts))], terms, KNOWN)


@pytest.mark.parametrize(
    ("stamp", "fault"),
    [
        pytest.param("2030-05-01 08:59:59.999999", "early", id="a microsecond before it opens"),
        pytest.param("2030-05-01 09:00:00", None, id="the moment it opens"),
        pytest.param("2030-05-10 15:59:59.999999", None, id="a microsecond before it closes"),
        pytest.param("2030-05-10 16:00:00", "late", id="16:00:00.000"),
        pytest.param("2030-05-10 16:00:00.000001", "late", id="a microsecond late"),
    ],
)
def test_the_stamp_decides_who_is_in_time(stamp: str, fault: str | None) -> None:
    one = judged((stamp, "가", "citizen", (1, 2)))
    assert one.listing == ([(fault, 7, 0)] if fault else [])
    assert one.ballots["citizen"] == ([] if fault else [[1, 2]])


def test_who_was_too_late_stays_too_late_when_a_new_window_is_given() -> None:
    later = Window(kst("2030-05-12 09:00"), kst("2030-05-14 16:00"))
    stamps = ("2030-05-10 15:59", "2030-05-11 10:00", "2030-05-12 09:00", "2030-05-14 16:00")
    casts = [(stamp, stamp, "citizen", (1, 2)) for stamp in stamps]
    assert judged(*casts, terms=Terms(2, (WINDOW, later))).listing == [("late", 7, 1), ("late", 7, 3)]


@pytest.mark.parametrize(
    ("group", "picks", "fault"),
    [
        pytest.param("citizen", (1,), "wrong_number", id="one pick too few"),
        pytest.param("citizen", (1, 2, 3), "wrong_number", id="one pick too many"),
        pytest.param("citizen", (2, 2), "same_project_twice", id="one project twice"),
        pytest.param("citizen", (1, 9), "unknown_project", id="a project that is not on the list"),
        pytest.param("official", (1, 2), "unknown_group", id="a group that does not vote"),
    ],
)
def test_a_ballot_that_does_not_count_says_why(group: str, picks: tuple[int, ...], fault: str) -> None:
    one = judged((IN_TIME, "가", group, picks), (IN_TIME, "나", "citizen", (1, 2)))
    assert (one.listing, one.faults) == ([(fault, 7, 0)], {fault: 1})
    assert one.ballots["citizen"] == [[1, 2]]


def test_the_last_stamp_before_the_closing_counts() -> None:
    casts: list[Cast] = [
        ("2030-05-02 10:00", "가", "citizen", (1, 2)),
        ("2030-05-09 10:00", "가", "citizen", (2, 3)),
        ("2030-05-05 10:00", "가", "citizen", (1, 3)),
        ("2030-05-10 16:00", "가", "citizen", (1, 2)),
    ]
    one = judged(*casts)
    assert one.ballots["citizen"] == [[2, 3]]
    assert one.listing == [("replaced", 7, 0), ("replaced", 7, 2), ("late", 7, 3)]


def test_of_two_ballots_with_one_stamp_the_one_that_came_later_counts() -> None:
    one = judged((IN_TIME, "가", "citizen", (1, 2)), (IN_TIME, "가", "citizen", (2, 3)))
    assert (one.ballots["citizen"], one.listing) == ([[2, 3]], [("replaced", 7, 0)])


def test_a_ballot_that_does_not_count_replaces_nothing() -> None:
    one = judged(("2030-05-02", "가", "citizen", (1, 2)), ("2030-05-03", "가", "citizen", (1, 1)))
    assert (one.ballots["citizen"], one.listing) == ([[1, 2]], [("same_project_twice", 7, 1)])


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))), ids=str)
def test_a_voter_of_several_groups_counts_once_in_the_first_by_rank(order: tuple[int, ...]) -> None:
    groups = ("citizen", "proposer", "graduate", "member")
    casts = [(IN_TIME, "가", groups[at], (1, 2)) for at in order]
    one = judged(*casts, (IN_TIME, "나", "citizen", (1, 2)))
    assert {group: len(some) for group, some in one.ballots.items()} == {
        "citizen": 1,
        "member": 1,
        "graduate": 0,
        "proposer": 0,
    }
    assert one.faults == {"other_group": 3}


def test_what_becomes_of_a_ballot_does_not_hang_on_the_order_of_coming() -> None:
    casts: list[Cast] = [
        ("2030-05-02", "가", "citizen", (1, 2)),
        ("2030-05-03", "가", "member", (1, 3)),
        ("2030-05-04", "가", "citizen", (2, 3)),
    ]
    assert {tuple(judged(*some).faults.items()) for some in itertools.permutations(casts)} == {
        (("other_group", 1), ("replaced", 1))
    }


def test_every_ballot_counts_or_is_listed_across_batches() -> None:
    batches = [
        (number, batch(*((IN_TIME, f"{n % 30}", "citizen", (1, 1 + n % 4)) for n in range(40))))
        for number in (1, 2)
    ]
    one = judge_ballots(batches, TERMS, KNOWN)
    assert sum(map(len, one.ballots.values())) + len(one.listing) == 80
    assert len(set(one.listing)) == len(one.listing)
    assert [row[1:] for row in one.listing] == sorted(row[1:] for row in one.listing)


def test_the_roll_says_who_voted_and_in_which_group_and_nothing_else() -> None:
    one = judged(
        (IN_TIME, "가", "member", (1, 2)),
        (IN_TIME, "가", "citizen", (1, 2)),
        (IN_TIME, "나", "citizen", (9, 9)),
    )
    assert one.roll == voter("가") + b"\x01"
    assert voter("가") not in repr(one.listing).encode()


@pytest.mark.parametrize(("listed", "asked"), [(0, 0), (3, 3), (5, 5), (54, 5)])
def test_with_fewer_projects_than_picks_all_of_them_are_picked(listed: int, asked: int) -> None:
    assert needed(5, listed) == asked


def test_a_box_is_sealed_when_those_in_time_have_landed_and_every_lane_has_voted() -> None:
    closes, settle = WINDOW.closes, kst("2030-05-10 16:10") - WINDOW.closes
    with pytest.raises(SealTooEarly, match="16:10부터 봉인"):
        judge_sealing("main", (), closes=closes, settle=settle, now=kst("2030-05-10 16:09:59"))
    with pytest.raises(CompanionsMissing, match="시정협치형"):
        judge_sealing("main", ("시정협치형",), closes=closes, settle=settle, now=kst("2030-05-10 17:00"))
    judge_sealing("main", (), closes=closes, settle=settle, now=kst("2030-05-10 16:10"))


def test_what_is_left_is_said_with_its_owner() -> None:
    said = say_left(left(companions=1, unsealed=1, untallied=1))
    assert said == (
        "투표함에 함께 있는데 아직 오지 않은 유형 1건(투표 담당), "
        "봉인하지 않은 투표함 1건(투표 담당), 개표하지 않은 투표함 1건(투표 담당)"
    )
    assert left(companions=0, unsealed=0, untallied=0) == ()
