"""The form that moves a deadline ends in words, without a Prefect server."""

from typing import Any

import pytest
from prefect.client.schemas.objects import State
from prefect.utilities.callables import parameter_schema

from door import staff
from door.house import House
from flows import lanes, windows
from flows.answer import SHOWN
from flows.catalogue import tasks
from flows.forms import filled
from flows.office import Task
from tests.filled import alone, look, mark_in, send
from tests.imports import state_of
from tests.toy import TEXT

EXTENSION = {
    "cycle": 2031,
    "track": "광역제안형",
    "stage": "공모",
    "closes": "2031-02-08T00:00:00",
    "reason": "더 많은 시민이 제안하도록",
    "person": 7,
}


def _fields(task: Task) -> list[str]:
    """A form's fields, in the order of the screen."""
    schema = parameter_schema(task.flow).model_dump_for_openapi()
    form = schema["properties"].get("params", {}).get("$ref", "").rpartition("/")[2]
    return list(schema["definitions"][form]["properties"]) if form else []


def sent(**changed: Any) -> State[Any]:
    return send(windows.extend, **{**EXTENSION, **changed})


@pytest.fixture(autouse=True)
def _a_year_with_names_of_its_own(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    text = TEXT.replace("2030", "2031").replace("광역제안형", "시정참여형")
    staff.open_cycle(house, text, staff=staff.Staff("test/open", "staff:1"))
    alone(house, monkeypatch)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        pytest.param({"closes": "0001-01-01T00:00:00"}, "moment.out_of_reach", id="the first year"),
        pytest.param({"closes": "9999-12-31T23:59:59-12:00"}, "moment.out_of_reach", id="after the last"),
        pytest.param({"closes": "2031-02-08"}, "moment.hour_missing", id="a day without an hour"),
        pytest.param({"closes": "다음 주"}, "moment.unreadable", id="words"),
    ],
)
def test_a_form_that_cannot_be_read_ends_refused(changed: dict[str, object], code: str) -> None:
    state = sent(**changed)

    assert (state.is_failed(), state.name) == (True, "거절")
    assert f"[{code}]" in (state.message or "")


def test_a_track_is_called_by_the_name_of_its_year() -> None:
    assert sent().message == "시정참여형 공모 마감을 2031. 2. 7.(금) 24:00으로 늦추었습니다."


def test_what_it_would_do_is_shown_first_and_nothing_is_done(house: House) -> None:
    before = state_of(house.engine)

    state = look(windows.extend, **EXTENSION)

    assert (state.is_completed(), state.name) == (True, SHOWN)
    assert "시정참여형 공모 기간:" in (state.message or "")
    assert "누구에게도 알림이 가지 않습니다" in (state.message or "")
    assert state_of(house.engine) == before


def test_the_mark_of_one_form_is_no_mark_for_another(house: House) -> None:
    mark = mark_in(look(windows.extend, **EXTENSION))

    later = look(windows.extend, **{**EXTENSION, "closes": "2031-02-09T00:00:00"}, confirm=mark)
    assert "[foresight.otherwise]" in (later.message or "")
    hold = {"cycle": 2031, "track": "광역제안형", "hold": "보류", "reason": "점검", "person": 7}
    assert "[foresight.otherwise]" in (look(lanes.hold, **hold, confirm=mark).message or "")
    assert look(windows.extend, **EXTENSION, confirm=mark).is_completed()


def test_the_form_opens_again_as_it_was_filled_in_but_for_the_code() -> None:
    form = windows.ExtendForm.model_validate({**EXTENSION, "code": "123456"})
    assert filled(form) == EXTENSION


@pytest.mark.parametrize(
    "task", [one for one in tasks() if "confirm" in _fields(one)], ids=lambda one: one.flow.fn.__name__
)
def test_what_reaches_far_is_looked_at_first(task: Task) -> None:
    assert _fields(task)[-3:] == ["confirm", "person", "code"]


def test_every_act_that_stops_moves_or_takes_back_is_looked_at_first() -> None:
    looked_at = {fact for one in tasks() if "confirm" in _fields(one) for fact in one.does}
    assert {
        "lane.held", "lane.released", "lane.withdrawn", "window.extended", "stage.reopened", "unit.reopened",
        "project.withdrawn", "project.fate_corrected", "cycle.closed", "act.approved", "office.ended",
    } <= looked_at  # fmt: skip
