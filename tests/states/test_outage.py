"""A deadline is missed when it came in a long silence and is late; some stages ask a person first."""

from datetime import timedelta

import pytest

from states.outage import asks, is_missed
from states.plan_reader import PlanFaults, read
from states.stage import Stage
from states.window import kst
from tests.toy import TEXT

HOUR = timedelta(hours=1)
_LATE = "late_after_minutes"


def with_asking(*stages: str) -> str:
    return TEXT.replace(
        _LATE, f'ask_after_outage = {{ value = {list(stages)}, source = "our choice" }}\n{_LATE}'
    )


@pytest.mark.parametrize(
    ("at", "since", "now", "missed"),
    [
        pytest.param("12:00", "09:00", "15:00", True, id="in the middle of a long silence"),
        pytest.param("12:00", "11:55", "12:10", False, id="between two looks"),
        pytest.param("14:30", "09:00", "15:00", False, id="a long silence, and hardly late"),
        pytest.param("08:00", "09:00", "15:00", False, id="it was looked at in time: work was left"),
        pytest.param("12:00", None, "15:00", False, id="nobody has ever looked"),
    ],
)
def test_what_is_missed(at: str, since: str | None, now: str, missed: bool) -> None:
    looked = kst(f"2030-02-01 {since}") if since else None
    moments = {"since": looked, "now": kst(f"2030-02-01 {now}")}
    assert is_missed(kst(f"2030-02-01 {at}"), late_after=HOUR, **moments) is missed  # type: ignore[arg-type]


def test_a_plan_names_the_stages_that_ask() -> None:
    plan = read(with_asking("call", "vote"))
    assert [stage for stage in Stage if asks(plan, stage)] == [Stage.CALL, Stage.VOTE]
    assert not any(asks(read(TEXT), stage) for stage in Stage)


def test_a_stage_that_we_do_not_know_is_a_fault() -> None:
    with pytest.raises(PlanFaults, match=r"모르는 단계가 들어 있습니다\(cal\)"):
        read(with_asking("cal"))
