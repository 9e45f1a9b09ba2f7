"""The flows against a real Prefect server: green with its reason, red when a person must look."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.objects import State
from prefect.exceptions import ObjectAlreadyExists

from door import proposals, staff
from door.house import House
from door.proposals import Paper
from flows import cycle, daily, deploying, morning, office, setup
from flows import sweep as sweeping
from flows.answer import SHOWN
from flows.catalogue import deployments
from flows.cycle import advance
from flows.forms import CycleForm
from flows.links import links
from flows.looking import FindForm, find_project
from flows.pages import show
from flows.schedules import NAME, instants, sync_schedules
from flows.sweep import sweep
from flows.windows import ExtendForm, extend
from models.cycle import lane_of
from models.journal import head_of
from models.session import reading
from states.call import Kind
from states.stage import Stage
from states.track import Track
from states.window import kst
from tests.filled import mark_in
from tests.toy import YEAR

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("prefect")]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def today(house: House, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Set the clock of the house that the flows open."""

    def set_to(moment: str) -> House:
        then = replace(house, now=lambda: kst(moment))
        for module in (cycle, daily, morning, office, setup, sweeping):
            monkeypatch.setattr(module, "house", lambda: then)
        return then

    return set_to


def form(**changed: Any) -> ExtendForm:
    """Extend the small year's call by a week."""
    filled = {
        "cycle": YEAR,
        "track": "광역제안형",
        "stage": "공모",
        "closes": datetime(2030, 2, 8),  # noqa: DTZ001  # as typed: a form's moment is Korean time
        "reason": "더 많은 시민이 제안하도록",
        "person": 7,
    }
    return ExtendForm.model_validate({**filled, **changed})


async def the_pool() -> None:
    async with get_client() as client:
        try:
            await client.create_work_pool(WorkPoolCreate(name=deploying.POOL, type="process"))
        except ObjectAlreadyExists:
            return


async def run(flow: Any, *arguments: Any) -> State[Any]:
    state: State[Any] = await flow(*arguments, return_state=True)
    return state


async def test_a_sweep_with_nothing_to_do_is_green_and_says_so(today: Any) -> None:
    then = today("2030-01-20 10:00")
    before = _head(then)

    state = await run(sweep)

    assert state.is_completed()
    assert "때가 된 일이 없습니다" in (state.message or "")
    assert _head(then) == before


async def test_a_sweep_after_the_deadline_moves_the_lane_and_shows_it(today: Any) -> None:
    then = today("2030-02-01 00:10")

    state = await run(sweep)

    assert state.message == "광역제안형: 공모 → 분류"
    with reading(then.engine) as session:
        assert lane_of(session, YEAR, Track.METRO).stage == "classification"
    assert "광역제안형 | 분류" in await page_of("cycle-2030")


async def test_work_that_is_left_is_green_and_named_with_its_owner(today: Any) -> None:
    then = today("2030-02-01 00:10")
    await run(sweep)
    _receive_late(then)
    today("2030-03-01 00:10")

    state = await run(advance, CycleForm(cycle=YEAR))

    assert state.is_completed()
    assert "분류하지 않은 제안 1건(분류 담당)" in (state.message or "")


async def test_an_unknown_cycle_is_red_without_a_traceback(today: Any) -> None:
    today("2030-01-20 10:00")

    state = await run(advance, CycleForm(cycle=2099))

    assert (state.is_failed(), state.name) == (True, "거절")
    assert "2099년 주기가 없습니다" in (state.message or "")


async def test_a_deadline_is_extended_by_a_form_and_its_run_is_rescheduled(today: Any) -> None:
    then = today("2030-01-20 10:00")
    await the_pool()
    await sync_schedules(then)

    shown = await run(extend, form())
    assert (shown.is_completed(), shown.name) == (True, SHOWN)
    state = await run(extend, form(confirm=mark_in(shown)))

    assert state.message == "광역제안형 공모 마감을 2030. 2. 7.(목) 24:00으로 늦추었습니다."
    async with get_client() as client:
        slugs = {s.slug for s in (await client.read_deployment_by_name(NAME)).schedules}
    assert "c2030-20300208-0010" in slugs
    assert "c2030-20300201-0010" not in slugs


async def test_a_refused_form_is_red_and_changes_nothing(today: Any) -> None:
    then = today("2030-02-01 00:05")
    before = _head(then)

    state = await run(extend, form())

    assert (state.is_failed(), state.name) == (True, "거절")
    assert "단계를 다시 열어 주세요" in (state.message or "")
    assert _head(then) == before


async def test_the_schedules_are_the_plans_instants_after_their_settling(today: Any) -> None:
    then = today("2030-01-20 10:00")

    ahead = instants(then)

    assert [one.slug for one in ahead][:2] == ["c2030-20300201-0010", "c2030-20300301-0010"]
    assert ahead[0].name == "광역제안형 공모 마감"
    assert all(one.at > kst("2030-01-20 10:00") for one in ahead)


async def test_what_lies_more_than_a_year_ahead_waits_for_its_time(today: Any) -> None:
    ahead = instants(today("2029-03-01 10:00"))

    assert all(one.at < kst("2029-03-01 10:00") + timedelta(days=355) for one in ahead)


async def test_syncing_twice_writes_once_and_keeps_what_staff_paused(today: Any) -> None:
    then = today("2030-01-20 10:00")
    await the_pool()
    await sync_schedules(then)
    async with get_client() as client:
        first = await client.read_deployment_by_name(NAME)
        await client.update_deployment_schedule(first.id, first.schedules[0].id, active=False)
    await run(extend, form(confirm=mark_in(await run(extend, form()))))

    async with get_client() as client:
        after = await client.read_deployment_by_name(NAME)
    paused = [s.slug for s in after.schedules if not s.active]
    assert paused in ([first.schedules[0].slug], [])  # the extended one is new, and runs


async def test_the_calendar_follows_what_was_done_at_another_door(today: Any) -> None:
    then = today("2030-01-20 10:00")
    await the_pool()
    await sync_schedules(then)
    given = staff.Staff("command/1", "staff:1", "더 받습니다")
    staff.extend(then, YEAR, Track.METRO, Stage.CALL, closes=kst("2030-02-09 00:00"), staff=given)

    await run(sweep)

    async with get_client() as client:
        slugs = {s.slug for s in (await client.read_deployment_by_name(NAME)).schedules}
    assert "c2030-20300209-0010" in slugs


async def test_the_daily_run_draws_every_cycle(today: Any) -> None:
    today("2030-01-20 10:00")
    await the_pool()

    state = await run(daily.daily)

    assert "현황판 1장" in (state.message or "")
    assert "data:image/svg+xml;base64" in await page_of("cycle-2030")


async def test_only_what_is_new_is_told_to_prefect(today: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    then = today("2030-01-20 10:00")
    await the_pool()
    forms = [one for one in deployments() if one.name.startswith(("0 보기", "밀린"))]
    monkeypatch.setattr(setup, "_wanted", lambda: forms)
    async with get_client() as client:
        first, second = await setup._deploy(client), await setup._deploy(client)
        await pause(client, "점검/밀린 기한 점검")
        mark = then.settings.root / "deployed"
        mark.write_text(mark.read_text().replace(forms[0].content, "another form"))
        mark.write_text(mark.read_text().replace(setup._content(), "other files"))
        monkeypatch.setattr(setup, "_wanted", lambda: forms[:-2] + forms[-1:])
        third = await setup._deploy(client)
        told = {one.name: one for one in await client.read_deployments()}

    assert (first, second, third) == (len(forms), 0, 1)
    assert forms[-2].name not in told, "a form that is no more"
    assert [at.active for at in told["밀린 기한 점검"].schedules] == [False], "what staff paused stays paused"


async def pause(client: PrefectClient, name: str) -> None:
    one = await client.read_deployment_by_name(name)
    await client.update_deployment_schedule(one.id, one.schedules[0].id, active=False)


async def test_the_day_begins_on_a_page_that_stays_where_it_is(today: Any) -> None:
    then = today("2030-02-01 00:10")
    await run(sweep)
    _receive_late(then)
    today("2030-02-20 10:00")

    first, state = await show(then, YEAR), await run(morning.morning)

    page = await page_of("today")
    assert "## 분류 담당" in page
    assert "분류하지 않은 제안 | 1 |" in page
    assert (await links()).start == first.start
    assert first.start in (state.message or "")
    assert "data:" in await page_of("cycle-2030")


async def test_a_search_leaves_numbers_and_no_titles(today: Any) -> None:
    then = today("2030-01-20 10:00")
    paper = Paper("빗물이 스미는 골목", Track.METRO, Kind.ORDINARY, 200_000_000, (1, 2))
    number = proposals.receive(then, YEAR, paper, hand=proposals.Hand("web/1", "person:3")).number

    state = await run(find_project, FindForm(cycle=YEAR, words="골목 빗물"))

    assert f"찾은 사업 1건: {number}번" in (state.message or "")
    async with get_client() as client:
        pages = [str(one.data) for one in await client.read_artifacts()]
    assert any(f"| {number} | 광역제안형 | 접수 |" in page for page in pages)
    assert not any("스미는" in page for page in pages)


async def page_of(key: str) -> str:
    async with get_client() as client:
        return next(str(one.data) for one in await client.read_latest_artifacts() if one.key == key)


def _head(house: House) -> str:
    with reading(house.engine) as session:
        head = head_of(session, str(YEAR))
        assert head is not None
        return head.hash


def _receive_late(house: House) -> None:
    from door.acts import do
    from tests.toy import submitting

    do(house, YEAR, submitting("2030-01-31 23:59", 100_000_000, "막차"), act="late", by="person:9")
