"""Which word of a gateway stands, in whatever order the words come."""

from itertools import permutations

import pytest

from states.contact import Channel
from states.delivery import Delivery, Outcome
from states.report import SOFT_MOST, Fate, is_hard, judge, suppresses

REACHED, LOST = Outcome.ACCEPTED, Outcome.REFUSED
OUT = [
    Delivery.ACCEPTED,
    Delivery.IN_DOUBT,
    Delivery.DUE,
    Delivery.ARRIVED,
    Delivery.BOUNCED,
    Delivery.REFUSED,
    Delivery.FAILED,
    Delivery.EXPIRED,
]


def after(stands: Delivery, *words: Outcome) -> Delivery:
    for word in words:
        stands = judge(stands, word)[1] or stands
    return stands


@pytest.mark.parametrize("stands", OUT)
def test_the_same_words_in_any_order_and_any_number_come_to_the_same(stands: Delivery) -> None:
    orders = set(permutations([REACHED, LOST, REACHED, LOST, Outcome.NOT_SENT]))
    assert {after(stands, *order) for order in orders} == {Delivery.ARRIVED}
    assert after(stands, LOST) is after(stands, LOST, LOST)


@pytest.mark.parametrize("stands", OUT)
def test_what_arrived_stays_arrived(stands: Delivery) -> None:
    assert after(stands, REACHED) is Delivery.ARRIVED
    assert after(stands, REACHED, LOST) is Delivery.ARRIVED


@pytest.mark.parametrize(
    ("stands", "expected"),
    [
        pytest.param(Delivery.ACCEPTED, Delivery.BOUNCED, id="handed over"),
        pytest.param(Delivery.IN_DOUBT, Delivery.BOUNCED, id="a doubt is lifted"),
        pytest.param(Delivery.DUE, Delivery.BOUNCED, id="it left after all: it is not sent again"),
        pytest.param(Delivery.REFUSED, Delivery.REFUSED, id="known already"),
        pytest.param(Delivery.FAILED, Delivery.FAILED, id="given up already"),
    ],
)
def test_where_a_lost_message_stands(stands: Delivery, expected: Delivery) -> None:
    assert after(stands, LOST) is expected


def test_a_report_that_comes_before_our_own_books_waits() -> None:
    assert judge(Delivery.SENDING, REACHED) == (Fate.WAITS, None)


@pytest.mark.parametrize("stands", [None, Delivery.DECLINED, Delivery.STANDBY, Delivery.UNREACHABLE])
def test_a_report_of_what_never_left_is_not_ours(stands: Delivery | None) -> None:
    assert judge(stands, REACHED) == (Fate.UNKNOWN, None)


@pytest.mark.parametrize(
    ("channel", "why", "hard"),
    [
        pytest.param(Channel.MAIL, "5.1.1", True, id="no such mailbox"),
        pytest.param(Channel.MAIL, "550", True, id="no such mailbox, at once"),
        pytest.param(Channel.MAIL, "5.2.2", False, id="full"),
        pytest.param(Channel.MAIL, "5.7.1", False, id="refused for its words"),
        pytest.param(Channel.MAIL, "4.4.7", False, id="given up after days"),
        pytest.param(Channel.PHONE, "no_such_number", True, id="no such number"),
        pytest.param(
            Channel.PHONE, "no_such_number:3032", True, id="no such number, with the gateway's code"
        ),
        pytest.param(Channel.PHONE, "unsubscribed:-6001", True, id="asked for nothing more"),
        pytest.param(Channel.PHONE, "handset_off:2003", False, id="switched off"),
        pytest.param(Channel.PHONE, "3001", False, id="a bare code means nothing"),
    ],
)
def test_an_address_that_nobody_has_is_told_from_one_that_is_full(
    channel: Channel, why: str, hard: bool
) -> None:
    assert is_hard(channel, why) is hard
    assert suppresses(channel, why, SOFT_MOST - 1) is hard
    assert suppresses(channel, why, SOFT_MOST)


def test_what_is_our_own_fault_says_nothing_of_the_address() -> None:
    assert not suppresses(Channel.PHONE, "ours:3023", SOFT_MOST)
