"""What becomes of a message, by what its gateway says."""

from datetime import timedelta

import pytest

from states.delivery import ATTEMPTS, Delivery, Outcome, Standing, after, wait_after


@pytest.mark.parametrize(
    ("outcome", "attempts", "expected"),
    [
        pytest.param(Outcome.ACCEPTED, 1, Delivery.ACCEPTED, id="taken"),
        pytest.param(Outcome.REFUSED, 1, Delivery.REFUSED, id="refused for good"),
        pytest.param(Outcome.IN_DOUBT, 1, Delivery.IN_DOUBT, id="nobody knows"),
        pytest.param(Outcome.NOT_SENT, 1, Delivery.DUE, id="it certainly did not leave"),
        pytest.param(Outcome.NOT_SENT, ATTEMPTS, Delivery.FAILED, id="tried often enough"),
    ],
)
def test_where_a_delivery_stands_after_a_try(outcome: Outcome, attempts: int, expected: Delivery) -> None:
    assert after(outcome, attempts) is expected


def test_only_what_certainly_did_not_leave_is_tried_again() -> None:
    assert [outcome for outcome in Outcome if after(outcome, 1) is Delivery.DUE] == [Outcome.NOT_SENT]


def test_a_gateway_is_left_in_peace_longer_each_time_and_an_hour_at_most() -> None:
    waits = [wait_after(attempts) for attempts in range(1, 10)]

    assert waits[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert max(waits) == timedelta(hours=1)


def test_a_doubt_is_not_final() -> None:
    assert [state for state in Delivery if not state.is_final] == [
        Delivery.DUE,
        Delivery.SENDING,
        Delivery.IN_DOUBT,
        Delivery.STANDBY,
    ]
    assert all(state.label for state in Delivery)


@pytest.mark.parametrize(
    ("standing", "counts", "said"),
    [
        pytest.param(Standing.READY, {"due": 3}, "보내도 됨", id="none has left"),
        pytest.param(Standing.READY, {"due": 3, "accepted": 1}, "보내는 중", id="some have"),
        pytest.param(
            Standing.READY, {"standby": 1, "arrived": 9}, "보내는 중", id="one waits for its report"
        ),
        pytest.param(Standing.READY, {"accepted": 9, "unreachable": 1}, "끝남", id="all that could"),
        pytest.param(Standing.READY, {}, "끝남", id="there was nobody"),
        pytest.param(Standing.PAUSED, {"accepted": 9, "due": 1}, "멈춤", id="stopped half-way"),
        pytest.param(Standing.CANCELLED, {"cancelled": 9}, "취소함", id="called off"),
    ],
)
def test_what_is_read_of_a_notice(standing: Standing, counts: dict[str, int], said: str) -> None:
    assert standing.says(counts) == said
