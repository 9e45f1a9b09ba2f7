"""When so many messages are out: at the gateway's pace, by day, and by its day's share."""

from datetime import timedelta

import pytest

from states.contact import Channel
from states.gateway import Capacity, Health
from states.pace import OURS, ends
from states.quiet import Terms
from states.window import kst

NOON = kst("2030-05-01 12:00")
PHONE, MAIL = Channel.PHONE, Channel.MAIL


def last(count: int, channel: Channel, at: str, per_second: int, per_day: int = 0, **health: object) -> str:
    capacity = Capacity(per_second, per_day)
    done = ends(count, channel, kst(at), capacity=capacity, health=Health(**health), terms=Terms())  # type: ignore[arg-type]
    return f"{done:%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("count", "channel", "at", "pace", "expected"),
    [
        pytest.param(6_000, PHONE, "2030-05-01 12:00", (10,), "05-01 12:10", id="ten a second"),
        pytest.param(6_000, PHONE, "2030-05-01 20:40", (10,), "05-01 20:50", id="just before the night"),
        pytest.param(6_600, PHONE, "2030-05-01 20:40", (10,), "05-02 08:01", id="the rest in the morning"),
        pytest.param(6_600, MAIL, "2030-05-01 20:40", (10,), "05-01 20:51", id="a letter box does not ring"),
        pytest.param(60, PHONE, "2030-05-01 03:00", (1,), "05-01 08:01", id="begun by night"),
        pytest.param(250, PHONE, "2030-05-01 12:00", (1, 100), "05-03 08:00", id="a hundred a day"),
        pytest.param(250, MAIL, "2030-05-01 12:00", (1, 100), "05-03 00:00", id="a hundred a day by mail"),
        pytest.param(
            OURS * 60, MAIL, "2030-05-01 12:00", (0,), "05-01 12:01", id="no contract: our own pace"
        ),
    ],
)
def test_the_last_message_is_out(
    count: int, channel: Channel, at: str, pace: tuple[int, ...], expected: str
) -> None:
    assert last(count, channel, at, *pace) == expected


def test_a_gateway_that_is_slowed_or_rests_takes_longer_and_what_it_had_today_counts() -> None:
    assert last(600, PHONE, "2030-05-01 12:00", 10, rate=1) == "05-01 12:10"
    assert last(60, PHONE, "2030-05-01 12:00", 1, rests_until=NOON + timedelta(minutes=5)) == "05-01 12:06"
    assert last(60, PHONE, "2030-05-01 12:00", 1, 100, day=NOON.date(), given=70) == "05-02 08:00"


@pytest.mark.parametrize("night", [Terms(), Terms(0, 8), Terms(23, 7), Terms(0, 0), Terms(9, 9)])
@pytest.mark.parametrize("clock", ["00:00", "08:00", "20:50", "23:49:59", "23:50", "23:59:59.9"])
def test_any_number_comes_to_an_end_from_any_moment_on(clock: str, night: Terms) -> None:
    begun = kst(f"2030-05-01 {clock}")
    for channel in Channel:
        done = [
            ends(count, channel, begun, capacity=Capacity(), health=Health(), terms=night)
            for count in (1, 160_000, 50_000_000)
        ]
        assert begun < done[0] < done[1] < done[2] < begun + timedelta(days=6)
