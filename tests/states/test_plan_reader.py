"""운영계획 읽기: every fault at once, each with its line and its remedy."""

import pickle
from importlib import resources

import pytest

import plans
from states.plan_reader import PlanFaults, lines_of, read

TEXT = (resources.files(plans) / "2027.toml").read_text(encoding="utf-8")
VOTE_WINDOW = "window = { first = 2027-08-02, closes = 2027-08-28T16:00:00"


def changed(old: str, new: str) -> str:
    assert old in TEXT
    return TEXT.replace(old, new, 1)


def faults_of(text: str) -> PlanFaults:
    with pytest.raises(PlanFaults) as refusal:
        read(text)
    return refusal.value


@pytest.mark.parametrize(
    ("old", "new", "path", "problem", "remedy"),
    [
        pytest.param(
            "picks = { value = 5,",
            "picks = { value = 5.5,",
            "polls.main.picks.value",
            "정수가 아닙니다",
            "소수점 없이 정수로",
            id="a fraction for a number",
        ),
        pytest.param(
            "picks = { value = 5,",
            "picks = { value = -5,",
            "polls.main.picks.value",
            "너무 작습니다",
            "0 이상으로",
            id="less than nothing",
        ),
        pytest.param(
            "cut_off = { percent = 5,",
            "cut_off = { percent = 105,",
            "polls.main.cut_off.percent",
            "너무 큽니다",
            "100 이하로",
            id="more than the whole",
        ),
        pytest.param(
            "money = { ceiling = 30_000_000_000,",
            'money = { ceiling = "300억",',
            "tracks.metro.money.ceiling",
            "정수가 아닙니다",
            "따옴표와 소수점 없이",
            id="words for money",
        ),
        pytest.param(
            "money = { ceiling = 30_000_000_000,",
            "money = {",
            "tracks.metro.money",
            "ceiling(구속)과 target(목표) 가운데 하나만",
            "이 줄을 고쳐",
            id="neither ceiling nor target",
        ),
        pytest.param(
            "weights = { citizen = 50",
            "weights = { citizen = 60",
            "polls.main.weights",
            "100이어야 하는데 110입니다",
            "이 줄을 고쳐",
            id="weights that are not a whole",
        ),
        pytest.param(
            'leading = "metro"',
            'leading = "main"',
            "cycle.leading",
            "모르는 말입니다",
            "'metro', 'cogovernance'",
            id="an unknown track",
        ),
        pytest.param(
            'leading = "metro"',
            'leading = "district"',
            "cycle.leading",
            "이끄는 유형 지역참여형의 계획이 [tracks]에 없습니다",
            "있는 유형을",
            id="a track of another year leads",
        ),
        pytest.param(
            'leading = "metro"',
            'leading = "district_plan"',
            "cycle.leading",
            "없는 단계가 있어",
            "다섯 단계를",
            id="a track that skips stages leads",
        ),
        pytest.param(
            'rules_version = "2026.1"',
            'rules_version = "2"',
            "cycle.rules_version",
            "모르는 말입니다",
            "'2026.1'로 적어",
            id="unknown rules",
        ),
        pytest.param(
            "[drafting]\n",
            "[drafting]\nwindwo = 1\n",
            "drafting.windwo",
            "모르는 항목입니다",
            "혹시 window?",
            id="a slip of the pen",
        ),
        pytest.param(
            'tracks = ["metro", "cogovernance"]',
            'tracks = "metro"',
            "polls.main.tracks",
            "목록이 아닙니다",
            "대괄호 안에",
            id="one word for a list",
        ),
        pytest.param(
            "first = 2027-01-11, last = 2027-02-26",
            'first = "2027-13-11", last = 2027-02-26',
            "tracks.metro.call.window.first",
            "날짜가 아닙니다",
            "2027-02-11처럼",
            id="a month that is none",
        ),
        pytest.param(
            "first = 2027-01-11, last = 2027-02-26",
            "first = 2027-01-11T09:00:00, last = 2027-02-26",
            "tracks.metro.call.window.first",
            "날짜가 아니라 시각입니다",
            "opens·closes를",
            id="a moment for a day",
        ),
        pytest.param(
            "first = 2027-01-11, last = 2027-02-26",
            "first = 2027-01-11, last = 2026-02-26",
            "tracks.metro.call.window",
            "시작(2027-01-11)이 끝(2026-02-26)보다 앞서야 합니다",
            "이 줄을 고쳐",
            id="a window turned round",
        ),
        pytest.param(
            VOTE_WINDOW,
            "window = { first = 2027-07-20, closes = 2027-08-28T16:00:00",
            "polls.main.window",
            "투표가 이의신청이 끝나기 전에 열립니다",
            "앞뒤를",
            id="a vote before the objections end",
        ),
        pytest.param(
            VOTE_WINDOW,
            "window = { first = 2027-08-02, closes = 2027-08-28T18:00:01",
            "polls.main.window",
            "투표가 총회 뒤에 끝납니다",
            "총회가 끝나기 전에",
            id="a vote that outlasts the assembly",
        ),
        pytest.param(
            "window = { first = 2027-11-01, last = 2027-12-15",
            "window = { first = 2027-10-29, last = 2027-12-15",
            "council.window",
            "의회가 편성이 끝나기 전에 열립니다",
            "앞뒤를",
            id="a council before the drafting ends",
        ),
        pytest.param(
            "window = { first = 2027-12-16, last = 2027-12-31",
            "window = { first = 2029-12-16, last = 2029-12-31",
            "agreement.window",
            "2027년 주기의 기간이 아닙니다",
            "연도를",
            id="a window of another year",
        ),
        pytest.param(
            'over_ceiling = { value = "skip"',
            'over_ceiling = { value = "jump"',
            "polls.main.over_ceiling",
            "'jump'라는 방법은 없습니다",
            "skip 또는 stop",
            id="an unknown way over the ceiling",
        ),
        pytest.param(
            'tie_break = { value = ["score", "ballots", "lower_cost", "lot"]',
            'tie_break = { value = ["score", "age"]',
            "polls.main.tie_break",
            "순위를 정하는 차례가 아닙니다",
            "score부터",
            id="an unknown way to tell two apart",
        ),
        pytest.param(
            "picks = { value = 5,",
            "picks = { value = 0,",
            "polls.main.picks",
            "고를 사업이 0개",
            "한 표에",
            id="nothing to pick",
        ),
        pytest.param(
            'experts = { value = 3, source = "003"',
            'experts = { value = 3, source = "009"',
            "tracks.metro.review.experts",
            "'009'가 없습니다",
            "[sources]에 적거나 'our choice'",
            id="a source that is not listed",
        ),
        pytest.param(
            'experts = { value = 3, source = "003" }',
            "experts = { value = 3 }",
            "tracks.metro.review.experts.source",
            "항목이 없습니다",
            "이 항목을 적어",
            id="a figure without a source",
        ),
        pytest.param(
            'name = "현장확인", first = 2027-05-24',
            "first = 2027-05-24",
            "tracks.metro.review.milestones.2.name",
            "항목이 없습니다",
            "이 항목을 적어",
            id="a dated step without a name, on its own line",
        ),
    ],
)
def test_a_fault_has_its_line_its_reason_and_its_remedy(
    old: str, new: str, path: str, problem: str, remedy: str
) -> None:
    text = changed(old, new)
    (fault,) = faults_of(text).faults
    line = text[: text.index(new)].count("\n") + 1 + new.rstrip("\n").count("\n")
    assert (fault.line, fault.path) == (line, path)
    assert problem in fault.problem
    assert remedy in fault.remedy


@pytest.mark.parametrize(
    ("old", "new", "remedy"),
    [
        pytest.param('title = "', "title = “", "곧은 따옴표", id="curly quotes"),
        pytest.param("30_000_000_000", "30,000,000,000", "쉼표를 빼거나", id="commas in a number"),
        pytest.param("first = 2027-01-11", "first = 2027-1-11", "두 자리로", id="a month of one digit"),
        pytest.param(
            "inclusion_score = { value = true", "inclusion_score = { value = 예", "true 또는 false", id="예"
        ),
        pytest.param("[notices]", "[notices", "이 줄의", id="an open bracket"),
        pytest.param("[people]", "[cycle]", "이름의 겹침", id="the same table twice"),
    ],
)
def test_a_text_that_is_no_toml_says_where_and_what_to_do(old: str, new: str, remedy: str) -> None:
    text = changed(old, new)
    (fault,) = faults_of(text).faults
    assert fault.line == text[: text.index(new) if new != "[cycle]" else text.rindex(new)].count("\n") + 1
    assert remedy in fault.remedy
    assert "at line" not in fault.problem


def test_a_text_that_breaks_off_is_told_at_its_end() -> None:
    text = '[cycle]\nyear = 2027\ntitle = """'
    (fault,) = faults_of(text).faults
    assert fault.line == 3


def test_every_fault_comes_at_once_in_the_order_of_the_lines() -> None:
    text = changed("picks = { value = 5,", 'picks = { value = "5",')
    text = text.replace("[drafting]\n", "[drafting]\nyears = 1\n")
    text = text.replace("year = 2027", "year = 1999").replace(
        'quorum = { percent = 50, source = "our choice" }', "quorun = {}"
    )
    refusal = faults_of(text)
    assert [fault.path for fault in refusal.faults] == [
        "cycle.year",
        "polls.main.picks.value",
        "assembly.quorum",
        "assembly.quorun",
        "drafting.years",
    ]
    assert [fault.line for fault in refusal.faults] == sorted(fault.line for fault in refusal.faults)
    assert refusal.facts["count"] == 5


def test_one_fault_of_a_shared_window_is_told_once() -> None:
    refusal = faults_of(changed(VOTE_WINDOW, "window = { first = 2027-07-20, closes = 2027-08-28T16:00:00"))
    assert len(refusal.faults) == 1


def test_a_lane_and_its_poll_must_know_each_other() -> None:
    refusal = faults_of(changed('[tracks.metro.vote]\npoll = "main"', '[tracks.metro.vote]\npoll = "other"'))
    assert {(fault.path, fault.remedy) for fault in refusal.faults} == {
        ("polls.main.tracks", "tracks에서 빼 주세요"),
        ("tracks.metro.vote.poll", "[polls.other]의 tracks에 'metro'도 적어 주세요"),
    }


def test_the_refusal_reads_as_a_letter_and_travels_between_processes() -> None:
    refusal = faults_of(changed("picks = { value = 5,", "picks = { value = -5,"))
    assert "고칠 곳이 1군데" in str(refusal)
    assert "polls.main.picks.value: 너무 작습니다. 0 이상으로 적어 주세요." in str(refusal)
    assert pickle.loads(pickle.dumps(refusal)).faults == refusal.faults  # noqa: S301


def test_an_empty_text_lacks_everything() -> None:
    missing = {fault.path for fault in faults_of("").faults}
    assert {"cycle", "tracks", "assembly", "sources"} <= missing


def test_tables_keys_and_items_have_their_lines() -> None:
    text = '[a.b]\nc = 1\n[[d]]\ne = 1\n[[d]]\ne = 2\nf = [\n    { g = 1 },\n    # 쉼\n    { g = 2 },\n]\n"h i" = 3\n'
    assert lines_of(text) == {
        ("a", "b"): 1,
        ("a", "b", "c"): 2,
        ("d", "0"): 3,
        ("d", "0", "e"): 4,
        ("d", "1"): 5,
        ("d", "1", "e"): 6,
        ("d", "1", "f"): 7,
        ("d", "1", "f", "0"): 8,
        ("d", "1", "f", "1"): 10,
    }
