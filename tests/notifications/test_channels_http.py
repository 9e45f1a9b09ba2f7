"""Gateways by HTTP: whatever breaks, what our side says is true, and a doubt can be lifted by asking."""

import logging
from collections import Counter
from collections.abc import Generator
from datetime import timedelta

import pytest

from notifications.channels import nhn, sens, solapi
from notifications.driver import GatewayAway, Report, ReportUnreadable
from states.contact import Channel
from states.delivery import Outcome
from states.handset import Size
from states.lost import Lost
from states.report import is_hard
from tests.gateways import MAY_HAVE, REST, TOOK, Trouble
from tests.sides import AT, HTTP, Side, by_http


@pytest.fixture(params=HTTP)
def side(request: pytest.FixtureRequest) -> Generator[Side]:
    with by_http(request.param) as one:
        yield one


@pytest.mark.parametrize("trouble", [one for one in Trouble if one is not Trouble.SLOW])
def test_whatever_breaks_what_is_said_is_true_and_asking_lifts_the_doubt(
    side: Side, trouble: Trouble
) -> None:
    some = side.messages(6)
    side.gateway.troubles = [trouble]
    reference = side.driver.prepare(some)
    results = {one.key: one for one in side.driver.fire(reference, some, lambda _: None)}

    took = set(side.took())
    doubtful = [key for key, one in results.items() if one.outcome is Outcome.IN_DOUBT]
    assert {key for key, one in results.items() if one.outcome is Outcome.ACCEPTED} <= took
    assert not took & {key for key, one in results.items() if one.outcome is Outcome.NOT_SENT}
    assert bool(doubtful) is (trouble in (*TOOK, *MAY_HAVE))
    assert set(side.driver.ask(reference, doubtful)) == took & set(doubtful)


def test_no_answer_for_long_is_a_doubt() -> None:
    for name in HTTP:
        with by_http(name, seconds=0.05) as side:
            side.gateway.troubles = [Trouble.SLOW]
            found = side.fire(side.messages(2))
            side.gateway.let_go.set()
        assert {(one.outcome, one.why) for one in found.values()} & {(Outcome.IN_DOUBT, "no_answer")}


def test_nobody_there_is_nothing_sent_and_no_answer_to_a_question() -> None:
    for name in HTTP:
        with by_http(name) as side:
            some = side.messages(3)
            port = side.gateway.port
        assert port
        with pytest.raises(GatewayAway):
            side.driver.ask("group", [one.key for one in some])
        if name == "solapi":
            with pytest.raises(GatewayAway):
                side.driver.prepare(some)
        found = list(side.driver.fire("group", some, lambda _: None))
        assert {one.outcome for one in found} == {Outcome.NOT_SENT}


def test_a_busy_gateway_says_how_long_it_wants_its_peace(side: Side) -> None:
    side.gateway.troubles = [Trouble.BUSY]
    first = side.fire(side.messages(4))

    assert max(one.again for one in first.values()) == REST
    assert side.took() == []


def test_a_gateway_that_answers_no_question_leaves_the_doubt(side: Side) -> None:
    some = side.messages(3)
    reference = side.driver.prepare(some)
    side.gateway.is_deaf = True
    side.gateway.troubles = [Trouble.CUT_AFTER]
    doubtful = [one.key for one in side.driver.fire(reference, some, lambda _: None)]

    with pytest.raises(GatewayAway):
        side.driver.ask(reference, doubtful)
    with pytest.raises(GatewayAway):
        list(side.driver.reports(AT - timedelta(days=1), AT))


def test_short_and_long_messages_go_their_own_ways(side: Side) -> None:
    long = side.messages(6, size=Size.LMS)[4:]
    some = [*side.messages(4)[:2], *long]
    found = side.fire(some)

    assert {one.outcome for one in found.values()} == {Outcome.ACCEPTED}
    assert sorted(side.took()) == sorted(one.key for one in some)
    assert set(side.driver.ask(next(iter(found.values())).reference, list(found))) == set(found)


def test_neither_a_key_nor_a_number_is_written_down(side: Side, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        side.fire(side.messages(2))

    said = f"{caplog.text} {side.driver!r} {vars(side.driver)}"
    assert "a-secret-of-a-gateway" not in said
    assert "01000000001" not in caplog.text


GOOD = {"solapi": "4000", "sens": "success", "nhn": "1000"}
BAD = {"solapi": "3044", "sens": "2003", "nhn": "2003"}


def accepted(side: Side, count: int = 3) -> list[str]:
    some = side.messages(count)
    for one in some:
        result = side.fire([one])[one.key]
        side.books.booked.setdefault(result.reference, []).append(one)
    return [one.key for one in some]


def test_a_report_says_what_became_of_a_message_late_and_however_often(side: Side) -> None:
    first, second, _ = accepted(side)
    side.gateway.report(GOOD[side.name], first)
    payload = side.gateway.report(BAD[side.name], second)
    again = [side.driver.read_reports(payload) for _ in range(2)]  # type: ignore[attr-defined]

    assert again[0] == again[1], "said twice, it says the same"
    assert [(one.key, one.outcome) for one in again[0]] == [(second, Outcome.REFUSED)]
    assert again[0][0].why
    assert again[0][0].at == AT


def test_reports_can_be_fetched_and_what_is_not_final_is_left_out(side: Side) -> None:
    first, second, _ = accepted(side)
    side.gateway.report(BAD[side.name], second)
    side.gateway.report(GOOD[side.name], first)
    found: list[Report] = list(side.driver.reports(AT - timedelta(days=2), AT + timedelta(hours=1)))  # type: ignore[attr-defined]

    assert {(one.key, one.outcome) for one in found} == {(first, Outcome.ACCEPTED), (second, Outcome.REFUSED)}


LOSTS = {"solapi": solapi.LOST, "sens": sens.LOST, "nhn": nhn.LOST}


def test_each_word_of_a_gateway_for_a_lost_message_is_one_of_ours(side: Side) -> None:
    first, *_ = accepted(side)
    codes = LOSTS[side.name]
    assert set(codes) == set(Lost)
    assert max(Counter(code for some in codes.values() for code in some).values()) == 1, "one word each"

    for lost, some in {**codes, Lost.UNKNOWN: (*codes[Lost.UNKNOWN], "3998")}.items():
        for code in some:
            (report,) = side.driver.read_reports(side.gateway.report(code, first))  # type: ignore[attr-defined]
            assert (report.outcome, report.why) == (Outcome.REFUSED, f"{lost}:{code}")
            assert is_hard(Channel.PHONE, report.why) is lost.is_hard


def test_a_gateway_that_lies_is_believed_last(side: Side) -> None:
    """It accepts, and says later that it failed: asked again, the last word counts."""
    first, *_ = accepted(side)
    reference = next(name for name, some in side.books.booked.items() if some[0].key == first)
    side.gateway.report(BAD[side.name], first)
    side.books.booked.clear()  # the doubt of before it was booked

    assert side.driver.ask(reference, [first])[first].outcome is Outcome.REFUSED


@pytest.mark.parametrize("payload", [b"", b"{", b"[]x", b'{"a": 1}', b'"x"', b"[1]", b"null"])
def test_what_is_no_report_is_refused(side: Side, payload: bytes) -> None:
    with pytest.raises(ReportUnreadable):
        side.driver.read_reports(payload)  # type: ignore[attr-defined]


def test_two_who_share_a_telephone_are_two_messages(side: Side) -> None:
    one, *_ = side.messages(1)
    twin = type(one)("2030-1.99.phone", one.to, one.body, one.size)
    side.books.messages[twin.key] = twin
    reference = side.driver.prepare([one, twin])
    side.gateway.troubles = [Trouble.CUT_AFTER]
    list(side.driver.fire(reference, [one, twin], lambda _: None))

    assert len(side.took()) == 2
    assert set(side.driver.ask(reference, [one.key, twin.key])) == {one.key, twin.key}


def test_a_group_that_was_fired_is_not_fired_again() -> None:
    with by_http("solapi") as side:
        some = side.messages(4)
        reference = side.driver.prepare(some)
        for _ in range(2):
            found = list(side.driver.fire(reference, some, lambda _: None))
            assert {one.outcome for one in found} == {Outcome.ACCEPTED}

        assert len(side.took()) == 4


def test_a_group_that_could_not_be_filled_whole_is_never_fired() -> None:
    with by_http("solapi") as side:
        some = side.messages(2)
        side.gateway.is_deaf = True
        with pytest.raises(GatewayAway):
            side.driver.prepare(some)
        assert {one.why for one in side.driver.fire("", some, lambda _: None)} == {"not_filled"}
        assert side.took() == []
