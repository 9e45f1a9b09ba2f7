"""The form that moves a deadline ends in words, without a Prefect server."""

import asyncio
from typing import Any

import pytest
from prefect.client.schemas.objects import State

from door import staff
from door.house import House
from flows import windows
from flows.windows import ExtendForm
from tests.filled import alone
from tests.toy import TEXT


def sent(**changed: Any) -> State[Any]:
    filled = {
        "cycle": 2031,
        "track": "광역제안형",
        "stage": "공모",
        "closes": "2031-02-08T00:00:00",
        "reason": "더 많은 시민이 제안하도록",
        "person": 7,
    }
    form = ExtendForm.model_validate({**filled, **changed})
    state: State[Any] = asyncio.run(windows.extend.fn(form))
    return state


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
