"""운영계획 명령: what the officer types, and what comes back."""

import json
import re
from pathlib import Path

import pytest
from icalendar import Calendar
from rich.console import Console
from typer.testing import CliRunner, Result

from cli import plan as plan_command
from cli import plan_words
from cli.plan import app
from door.plan_files import text_of
from states.figures import Count
from states.plan_reader import read


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in: plans are found by year all the same."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str | Path) -> Result:
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def saved(name: str, content: str | bytes) -> Path:
    file = Path(name)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


GOOD = text_of("2027")
BAD = GOOD.replace("citizen = 50", "citizen = 60").replace("[drafting]\n", "[drafting]\nyears = 1\n")


@pytest.mark.parametrize("year", ["2019", "2021", "2027"])
def test_an_announced_plan_has_no_fault(year: str) -> None:
    result = run("check", year)
    assert result.exit_code == 0
    assert f"{year}년 시민참여예산 운영계획: 잘못된 곳이 없습니다." in result.output


def test_check_says_every_fault_and_ends_with_1() -> None:
    result = run("check", saved("plan.toml", BAD))
    assert result.exit_code == 1
    assert "고칠 곳이 2군데" in result.stderr
    assert "polls.main.weights" in result.stderr
    assert "drafting.years" in result.stderr


def test_check_gives_its_faults_to_machines() -> None:
    result = run("check", saved("plan.toml", BAD), "--json")
    answer = json.loads(result.stdout)
    assert (result.exit_code, answer["ok"], answer["code"]) == (1, False, "plan.faults")
    assert [fault["path"] for fault in answer["faults"]] == ["polls.main.weights", "drafting.years"]
    assert BAD.splitlines()[answer["faults"][0]["line"] - 1].startswith("weights")


def test_check_gives_the_hash_to_machines() -> None:
    answer = json.loads(run("check", "2027", "--json").stdout)
    assert answer == {"ok": True, "year": 2027, "hash": read(GOOD).hash, "notes": []}


def test_advice_is_no_fault() -> None:
    text = GOOD.replace("first = 2027-03-02, last = 2027-04-23", "first = 2027-03-01, last = 2027-04-23")
    result = run("check", saved("plan.toml", text))
    assert result.exit_code == 0
    assert "광역제안형 분류 첫날이 삼일절입니다: 2027. 3. 1.(월)" in result.output
    assert len(json.loads(run("check", "plan.toml", "--json").stdout)["notes"]) == 2


@pytest.mark.parametrize(
    ("which", "words"),
    [
        pytest.param("2033", "2033 계획을 찾을 수 없습니다", id="a year without a plan"),
        pytest.param("none.toml", "있는 계획은 2019, 2021, 2027입니다", id="no such file"),
        pytest.param("folder", "folder은 폴더입니다", id="a folder"),
        pytest.param("cp949.toml", "CP949(ANSI)로 저장되어", id="saved as ANSI"),
        pytest.param("utf16.toml", "UTF-16(유니코드)", id="saved as Unicode of another kind"),
        pytest.param("picture.toml", "글이 아닌 형식", id="a picture"),
        pytest.param("", "계획의 이름이 비어 있습니다", id="no name"),
        pytest.param("a" * 300, "읽을 수 없습니다", id="a name that is too long"),
    ],
)
@pytest.mark.parametrize("command", ["check", "show"])
def test_what_cannot_be_read_ends_with_2_and_a_remedy(command: str, which: str, words: str) -> None:
    Path("folder").mkdir()
    saved("cp949.toml", GOOD.replace("·", "-").replace("—", "-").encode("cp949", errors="ignore"))
    saved("utf16.toml", GOOD.encode("utf-16"))
    saved("picture.toml", b"\x89PNG\xff\xff\x00")
    result = run(command, which)
    assert result.exit_code == 2
    assert words in result.stderr
    assert re.search(r"주세요\. \[plan\.[a-z_]+\]$", result.stderr.rstrip())
    assert json.loads(run(command, which, "--json").stdout)["ok"] is False


def test_a_mark_at_the_head_of_the_file_does_no_harm() -> None:
    assert run("check", saved("bom.toml", b"\xef\xbb\xbf" + GOOD.encode())).exit_code == 0


def test_our_own_folder_goes_before_the_announced_plans() -> None:
    Path("plans").mkdir()
    saved("plans/2027.toml", GOOD.replace("2027년 시민참여예산 운영계획", "우리 구 2027"))
    saved("plans/2033.toml", "nonsense")
    assert "우리 구 2027" in run("check", "2027").output
    assert run("check", "2033").exit_code == 1
    assert "2019, 2021, 2027, 2033" in run("check", "2050").stderr


def test_show_in_a_pipe_is_plain_lines_with_tabs() -> None:
    result = run("show", "2019")
    lines = result.stdout.splitlines()
    assert result.exit_code == 0
    assert "시정참여형\t공모\t2019. 2. 11.(월)\t2019. 3. 22.(금)\t000\t" in lines
    assert "시정참여형\t투표\t2019. 8. 5.(월)\t2019. 8. 31.(토) 16:00\t000\t" in lines
    assert "전체\t총회\t2019. 8. 31.(토) 09:00\t2019. 8. 31.(토) 18:00\t000\t" in lines
    assert any(line.startswith("시정참여형\t· 현장확인\t") for line in lines)
    assert any(line.startswith("시정협치형\t재원\t100억원 이내\t000") for line in lines)
    assert any("시민 50% · 위원 30% · 이수자 10% · 제안자 10%" in line for line in lines)
    assert any(line.startswith("000\t제289회") for line in lines)
    assert not set("┏┃╇│") & set(result.stdout)


def test_show_on_a_terminal_is_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_command, "Console", lambda **_: Console(force_terminal=True, width=160))
    result = run("show", "2019")
    assert "┃" in result.stdout
    assert "시정참여형" in result.stdout


def test_show_gives_everything_to_machines() -> None:
    answer = json.loads(run("show", "2027", "--json").stdout)
    vote = next(row for row in answer["calendar"] if (row["track"], row["stage"]) == ("metro", "vote"))
    assert vote["closes"] == "2027-08-28T16:00:00+09:00"
    assert {
        "where": "광역협치형",
        "what": "재원",
        "value": "100억원 이내",
        "source": "003",
        "note": "100억원 이내",
    } in answer["money"]
    assert {row["source"] for row in answer["rules"]} <= {*answer["sources"], "우리가 정함"}


def events(file: str) -> dict[str, dict[str, object]]:
    calendar = Calendar.from_ical(Path(file).read_bytes())
    return {
        str(e["uid"]): {k: e.decoded(k) for k in ("dtstart", "dtend", "dtstamp")}
        for e in calendar.walk("VEVENT")
    }


def test_the_calendar_file_has_whole_days_and_moments_right() -> None:
    assert "달력을 'year.ics'에 썼습니다." in run("show", "2019", "--ics", "year.ics").output
    found = events("year.ics")
    call, vote = found["2019-metro-call@hanmadang"], found["2019-metro-vote@hanmadang"]
    assert [str(call[k]) for k in ("dtstart", "dtend")] == ["2019-02-11", "2019-03-23"]
    assert [str(vote[k]) for k in ("dtstart", "dtend")] == [
        "2019-08-04 15:00:00+00:00",
        "2019-08-31 07:00:00+00:00",
    ]
    assert "2019-cycle-assembly@hanmadang" in found
    plan = read(text_of("2019"))
    assert len(found) == len(list(plan.windows())) + len(list(plan.milestones()))
    assert len({str(event["dtstamp"]) for event in found.values()}) == 1


def test_the_same_plan_gives_the_same_calendar_and_may_write_it_again() -> None:
    run("show", "2027", "--ics", "year.ics")
    first = Path("year.ics").read_bytes()
    assert run("show", "2027", "--ics", "year.ics").exit_code == 0
    assert Path("year.ics").read_bytes() == first


@pytest.mark.parametrize(
    ("file", "code", "words"),
    [
        pytest.param(
            "plan.toml", 1, "이미 있어 덮어쓰지 않았습니다", id="a plan is not overwritten by its calendar"
        ),
        pytest.param("nowhere/year.ics", 2, "쓸 수 없습니다", id="no such folder"),
        pytest.param(".", 2, "쓸 수 없습니다", id="a folder"),
    ],
)
def test_a_calendar_that_cannot_be_written_says_why(file: str, code: int, words: str) -> None:
    saved("plan.toml", GOOD)
    result = run("show", "2027", "--ics", file)
    assert (result.exit_code, words in result.stderr) == (code, True)
    assert Path("plan.toml").read_text(encoding="utf-8") == GOOD


def test_copy_makes_next_years_plan_where_it_will_be_found() -> None:
    result = run("copy", "2027", "2028")
    assert result.exit_code == 0
    assert "2027년 계획으로 2028년 계획을 만들어 'plans/2028.toml'에 썼습니다." in result.output
    assert "2028년 시민참여예산 운영계획: 잘못된 곳이 없습니다." in run("check", "2028").output


def test_copy_writes_where_it_is_told_and_answers_machines() -> None:
    answer = json.loads(run("copy", saved("mine.toml", GOOD), "2029", "--out", "next.toml", "--json").stdout)
    assert answer == {"ok": True, "year": 2029, "file": "next.toml", "notes": []}
    assert read(Path("next.toml").read_text(encoding="utf-8")).year == 2029


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        pytest.param(
            ("2027", "2028", "--out", "there.toml"),
            1,
            "이미 있어 덮어쓰지 않았습니다",
            id="the file is there",
        ),
        pytest.param(("2027", "2028", "--out", "nowhere/p.toml"), 2, "쓸 수 없습니다", id="no such folder"),
        pytest.param(("2027", "2027"), 1, "2028년부터 2100년까지", id="the same year"),
        pytest.param(("2027", "2101"), 1, "2028년부터 2100년까지", id="too far"),
        pytest.param(("there.toml", "2028"), 1, "고칠 곳이", id="a plan with faults"),
        pytest.param(("2033", "2034"), 2, "찾을 수 없습니다", id="no plan to copy"),
        pytest.param(("2027", "next"), 2, "next는 연도가 아닙니다", id="a year that is no number"),
    ],
)
def test_a_copy_that_cannot_be_made_says_why_and_writes_nothing(
    words: tuple[str, ...], code: int, said: str
) -> None:
    saved("there.toml", BAD)
    result = run("copy", *words)
    assert (result.exit_code, said in result.stderr) == (code, True)
    assert sorted(file.name for file in Path().iterdir()) == ["there.toml"]
    assert Path("there.toml").read_text(encoding="utf-8") == BAD


@pytest.mark.parametrize("year", ["2019", "2021", "2027"])
def test_every_figure_has_a_word_for_officers(year: str) -> None:
    plan = read(text_of(year))
    for path, part in plan_words.figures(plan):
        assert plan_words.WORDS[path[-1]]
        assert plan_words.place(plan, path)
        assert (
            not plan_words.figure(part).isascii()
            or isinstance(part, Count)
            or plan_words.figure(part)[0].isdigit()
        )


@pytest.mark.parametrize(
    ("amount", "said"),
    [(30_000_000_000, "300억원"), (950_000_000_000, "9,500억원"), (260_000_000, "260,000,000원"), (0, "0원")],
)
def test_money_is_said_as_papers_do(amount: int, said: str) -> None:
    assert plan_words.won(amount) == said
