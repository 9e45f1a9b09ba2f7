"""The made-up year is taken on by hand: a stage opened again, files put right, councils brought to their end, the vote, the assembly."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from playwright.sync_api import expect

from desk.sheet import council_sheet
from models.cycle import cycle_of, lane_of
from models.session import open_engine, reading
from states.stage import Stage
from states.track import Track
from tests.browser.conftest import House
from tests.browser.counter import enter, sheet, upload, written
from tests.browser.screen import PATIENCE, PICTURES, Screen

YEAR = 2019
COUNCILS = [*range(4, 10), *range(13, 19)]  #: those that the practice year leaves at work
SLOW = [*range(7, 10), *range(16, 19)]  #: of these, whose deliberation is not over
AT_ONCE = 2
AFTER_THE_MEETINGS = "2019-07-12T00:10:00"  #: that the practice year has called: the tutorial ends there, too
Params = Mapping[str, Any]


def stage_of(up: House, track: Track | None = None) -> str:
    engine = open_engine(f"sqlite:///{up.home / 'hanmadang.db'}")
    with reading(engine) as session:
        found = lane_of(session, YEAR, track).stage if track else cycle_of(session, YEAR).stage
    engine.dispose()
    return found


def council(up: House, number: int) -> dict[str, Any]:
    engine = open_engine(f"sqlite:///{up.home / 'hanmadang.db'}")
    with reading(engine) as session:
        found = council_sheet(session, YEAR, number)
    engine.dispose()
    return dict(found)


def sent(up: House, title: str, forms: Iterable[Params]) -> list[str]:
    """Send the same form many times, as its Submit sends it; a few at once."""
    wanted, said = [*forms], list[str]()
    for first in range(0, len(wanted), AT_ONCE):
        runs = [
            up.api.start(title, {"params": {"cycle": YEAR, "person": 1, **one}})
            for one in wanted[first : first + AT_ONCE]
        ]
        ends = [up.api.wait(run, seconds=PATIENCE // 1000) for run in runs]
        said += [end["message"] for end in ends]
        assert {end["type"] for end in ends} == {"COMPLETED"}, said
    return said


def _rank(up: House, number: int) -> None:
    """Five go on, or as many as the refusal advises where the fifth and the sixth are equal."""
    title, form = (
        "3 심사 · 우선순위 선정",
        {"cycle": YEAR, "person": 1, "unit": number, "round": "우선순위 선정 2차"},
    )
    run = up.api.start(title, {"params": {**form, "through": 5}})
    end = up.api.wait(run, seconds=PATIENCE // 1000)
    if advised := re.search(r"(\d+)건 또는 (\d+)건으로", end["message"]):
        (said,) = sent(up, title, [{**form, "through": int(advised[2])}])
        assert "올라간 사업" in said
    else:
        assert end["type"] == "COMPLETED", end["message"]


def approved(screen: Screen, said: str) -> str:
    """The second person's yes to what was just asked for."""
    asked = re.search(r"(\d+)번으로 올렸고", said)
    assert asked, said
    done = screen.send("0 승인 · 승인", {"승인 번호": asked[1], "담당자 번호": 2})
    if "아직 아무것도 하지 않았습니다" in done:  # but for what can be done only once
        done = screen.as_shown()
    assert "승인해 처리했습니다" in done
    return done


def clock(screen: Screen, *to: str) -> str:
    at = {"언제로": to[0]} if to else {}
    return screen.send("0 주기 · 연습 시계", {"예산 주기": YEAR, **at, "담당자 번호": 1})


def move_on(screen: Screen) -> str:
    return screen.send("단계 넘기기", {"예산 주기": YEAR})


def test_a_stage_is_opened_again_after_its_blast_radius_was_seen(up: House, screen: Screen) -> None:
    shown = screen.send(
        "0 주기 · 앞 단계 다시 열기",
        {
            "예산 주기": YEAR,
            "유형": "지역참여형",
            "새 마감": "2019-07-20 00:00",
            "까닭": "자치구가 분류를 다시 합니다",
            "담당자 번호": 1,
        },
    )
    assert "아직 아무것도 하지 않았습니다" in shown
    assert "지역참여형" in shown
    assert stage_of(up, Track.DISTRICT) == Stage.REVIEW

    approved(screen, screen.as_shown(PICTURES / "reopen.png"))

    assert stage_of(up, Track.DISTRICT) == Stage.CLASSIFICATION
    (opened,) = up.journal("stage.reopened")
    assert opened.actor == "office:1+office:2"


def test_three_faulty_rows_of_a_cp949_file_are_refused_corrected_and_loaded(
    up: House, screen: Screen
) -> None:
    enter(screen, 1)
    kept, away, next_one, *others = (
        {**row, "분류": "적격"} for row in sheet(screen, "classification", track="district")
    )
    right = [kept, {**away, "분류": "부적격", "사유": "이미 추진하는 사업입니다"}, next_one, *others]
    faulty = [
        {**kept, "분류": "모름"},
        {**away, "분류": "부적격"},
        {**next_one, "사업번호": "2019-9999"},
        *others,
    ]

    upload(screen, "분류 작업표", written(faulty))
    screen.sees("CP949")
    screen.sees("고칠 곳이 3군데(3행) 있습니다. 아직 아무것도 넣지 않았습니다.")
    for row in ("2행", "3행", "4행"):
        expect(screen.page.get_by_role("rowheader", name=row, exact=True)).to_be_visible()
    screen.picture(PICTURES / "upload.png")
    assert up.journal("projects.classified")[-1].actor != "office:1"

    screen.press("고쳐서 다시 올리기")
    upload(screen, "분류 작업표", written(right))
    screen.sees("고칠 곳이 없습니다. 아직 아무것도 넣지 않았습니다.")
    screen.press("반영")
    screen.sees("반영했습니다. 일지")

    assert up.journal("projects.classified")[-1].actor == "office:1"


def test_a_row_of_the_board_leads_to_the_form_that_clears_it(up: House, screen: Screen) -> None:
    _past_the_meetings(up)
    rows = screen.page.get_by_role("row").filter(has_text="소집해 놓고 열지도 취소하지도 않은 회의")
    screen.go(_board(up))
    expect(rows.first).to_be_visible(timeout=PATIENCE)
    before = rows.count()
    rows.filter(has_text="교통").first.get_by_role("link").click()
    expect(screen.page.get_by_role("spinbutton", name="예산 주기")).to_have_value(str(YEAR))
    for title, value in _held(up, 4).items():
        screen.fill(title, value)
    screen.fill("담당자 번호", "1")
    assert "개최" in screen.submit()

    screen.go(_board(up))
    expect(rows).to_have_count(before - 1, timeout=PATIENCE)


def test_councils_are_brought_to_their_end(up: House, screen: Screen) -> None:
    """One by one as a clerk would, but for the pressing: what each form sends is what its screen sends."""
    sent(up, "3 심사 · 회의 결과", _all_held(up, [one for one in COUNCILS if one != 4]))
    sent(up, "3 심사 · 다음 절차로", ({"unit": one} for one in SLOW))
    meeting = {"at": "2019-07-12T10:00:00", "way": "대면"}
    sent(up, "3 심사 · 회의 소집", ({"unit": one, **meeting} for one in SLOW))
    assert "돌렸습니다" in clock(screen, "2019-07-12 11:00")
    sent(up, "3 심사 · 회의 결과", _all_held(up, SLOW))

    enter(screen, 1)
    for number in COUNCILS:
        rows = [{n: v or "3" for n, v in row.items()} for row in sheet(screen, "scores", council=number)]
        upload(screen, "채점표", written(rows), {"협의회": str(number)})
        if screen.page.get_by_role("button", name="반영", exact=True).count():
            screen.press("반영")
            screen.sees("반영했습니다. 일지")
        else:
            screen.sees("이미 처리한 파일입니다")
    for number in COUNCILS:
        _rank(up, number)
    sent(up, "3 심사 · 다음 절차로", ({"unit": one} for one in COUNCILS))

    said = move_on(screen)

    assert "시정참여형: 심사 → 이의신청" in said
    screen.picture(PICTURES / "moved.png")
    assert stage_of(up, Track.METRO) == Stage.OBJECTION


def test_the_year_comes_to_the_assembly(up: House, screen: Screen) -> None:
    while stage_of(up, Track.METRO) != Stage.VOTE:
        assert "돌렸습니다" in clock(screen)
        move_on(screen)
    while stage_of(up) != Stage.ASSEMBLY:
        said = clock(screen)
        assert "돌렸습니다" in said
        if "2019. 8. 31.(토) 16:10" in said:
            approved(screen, screen.send("5 투표 · 봉인", {"예산 주기": YEAR, "담당자 번호": 1}))
            approved(screen, screen.send("5 투표 · 개표", {"예산 주기": YEAR, "담당자 번호": 1}))
        move_on(screen)
    screen.go(_board(up))
    screen.sees("지금 단계: 총회")


def _past_the_meetings(up: House) -> None:
    """Put the practice clock where it stands already when the tutorial was walked before."""
    asked = {"cycle": YEAR, "person": 1, "to": AFTER_THE_MEETINGS}
    end = up.api.wait(up.api.start("0 주기 · 연습 시계", {"params": asked}), seconds=PATIENCE // 1000)
    assert end["type"] == "COMPLETED" or "앞으로만 갑니다" in end["message"], end["message"]


def _board(up: House) -> str:
    pages = up.api.post("/artifacts/latest/filter", {})
    return (
        f"/v2/artifacts/artifact/{next(one['latest_id'] for one in pages if one['key'] == f'cycle-{YEAR}')}"
    )


def _held(up: House, number: int) -> dict[str, str]:
    """What is written about the meeting that a council has called."""
    known = council(up, number)
    (meeting,) = (one["number"] for one in known["meetings"] if one["state"] == "called")
    came = ", ".join(str(one["person"]) for one in known["seats"])
    return {"회의 번호": str(meeting), "온 사람": came, "회의록": "문서 시민-12"}


def _all_held(up: House, councils: Iterable[int]) -> list[Params]:
    held = [_held(up, one) for one in councils]
    return [
        {"number": int(one["회의 번호"]), "attended": one["온 사람"], "minutes": one["회의록"]}
        for one in held
    ]
