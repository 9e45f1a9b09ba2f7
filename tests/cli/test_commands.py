"""The commands answer in sentences and in JSON, with exit codes that mean something."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from cli import journal
from cli.main import app
from desk.verify import chains
from door.house import House
from door.sweep import sweep
from states.window import kst
from tests.toy import TEXT, YEAR

ROOT = Path(__file__).parents[2]
TOY = str(ROOT / "tests" / "toy.toml")
HOLD = ("hold", "--yes", "--cycle", str(YEAR), "--track", "metro", "--by", "1")
EXTEND = ("extend", "--yes", "--track", "metro", "--stage", "call", "--reason", "더 받습니다", "--by", "1")


@pytest.fixture(autouse=True)
def _in_this_house(house: House) -> None:
    """Every command finds the small year, opened and with nothing due: it lies in the future."""


def asked(*words: str, code: int = 0) -> dict[str, Any]:
    done = CliRunner().invoke(app, [*words, "--json"])
    assert done.exit_code == code, done.output
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def told(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, [*words])
    assert done.exit_code == code, done.output
    return done.output


def test_status_says_where_each_lane_stands_and_what_is_left() -> None:
    page = asked("status", "--cycle", str(YEAR))

    assert (page["cycle"], page["stage"]) == (YEAR, "call")
    assert [lane["track"] for lane in page["lanes"]] == ["metro", "neighbourhood_plan"]
    assert all({"stage", "left"} <= set(lane) for lane in page["lanes"])
    assert "작은 마당 2030: 공모" in told("status")


def test_status_without_a_year_means_the_foremost_cycle_and_names_the_others() -> None:
    asked("open", "2027", "--by", "1", "--practice")

    page = asked("status")

    assert (page["cycle"], page["others"]) == (YEAR, [2027])


def test_an_unknown_cycle_is_refused_with_the_ones_there_are() -> None:
    assert asked("status", "--cycle", "2099", code=1)["code"] == "cycle.unknown"
    assert "열려 있는 주기: 2030년" in told("status", "--cycle", "2099", code=1)


def test_advance_with_nothing_due_says_so() -> None:
    assert asked("advance") == {"steps": []}
    assert "때가 된 일이 없습니다" in told("advance")


def test_advance_works_where_prefect_is_not_even_installed() -> None:
    script = "import sys; sys.modules['prefect'] = None; from cli.main import app; app(['advance', '--json'])"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, json.loads(done.stdout)) == (0, {"steps": []}), done.stderr


def test_verify_and_replay_prove_the_journal(house: House) -> None:
    verdict = asked("verify")
    report = asked("replay", str(YEAR))

    assert (verdict["ok"], verdict["first_fault"]) == (True, None)
    assert (report["equal"], report["first_difference"]) == (True, None)
    assert report["entries"] == verdict["entries"]
    assert len(report["head"]) == 64


def test_verify_names_a_changed_entry(house: House) -> None:
    with house.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER entry_no_update"))
        connection.execute(text("UPDATE entry SET actor = 'staff:9' WHERE seq = 2"))
        connection.execute(
            text(
                'CREATE TRIGGER entry_no_update BEFORE UPDATE ON "entry" '
                "BEGIN SELECT RAISE(ABORT, 'entry is append-only'); END"
            )
        )

    fault = asked("verify", code=1)["first_fault"]

    assert (fault["chain"], fault["seq"], fault["kind"]) == (str(YEAR), 2, "changed")


def test_a_missing_guard_closes_the_door_until_it_is_repaired(house: House) -> None:
    with house.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER entry_no_update"))

    assert asked("status", code=1)["code"] == "database.guards_missing"
    assert "doctor --repair" in told("status", code=1)
    told("doctor", "--repair", code=1)  # repaired; what is left is that no UI runs
    assert asked("status", "--cycle", str(YEAR))["stage"] == "call"


def test_doctor_says_of_each_thing_whether_it_is_well() -> None:
    findings = asked("doctor", code=1)["findings"]

    assert {f["what"]: f["ok"] for f in findings} == {
        "데이터베이스와 열쇠": True,
        f"{YEAR} 일지": True,
        "원본": True,
        f"{YEAR}년 기한": True,
        "본인 확인": True,
        "관리자": False,  # a real cycle, and nobody is proven
        "문자": True,
        "전자우편": True,
        "화면 서버": False,
    }


def test_a_house_that_was_never_founded_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANMADANG_HOME", str(tmp_path / "nowhere"))

    assert "`hanmadang up`을 먼저 실행해 주세요" in told("status", code=1)


def test_the_same_act_number_is_done_once() -> None:
    words = (
        "hold",
        "--yes",
        "--cycle",
        str(YEAR),
        "--track",
        "metro",
        "--reason",
        "점검",
        "--by",
        "1",
        "--act",
        "h1",
    )

    asked(*words)
    before = asked("verify")["entries"]
    asked(*words)

    assert asked("verify")["entries"] == before


def test_the_same_act_number_for_something_else_is_refused() -> None:
    told(
        "hold",
        "--yes",
        "--cycle",
        str(YEAR),
        "--track",
        "metro",
        "--reason",
        "점검",
        "--by",
        "1",
        "--act",
        "h1",
    )

    answer = asked(
        "hold",
        "--yes",
        "--cycle",
        str(YEAR),
        "--track",
        "metro",
        "--reason",
        "다른 까닭",
        "--by",
        "1",
        "--act",
        "h1",
        code=1,
    )
    assert answer["code"] == "act.reused"


def test_a_cycle_is_opened_once() -> None:
    assert asked("open", TOY, "--by", "1", code=1)["code"] == "cycle.opened_before"


def test_a_deadline_is_extended_from_a_shell() -> None:
    words = [
        "extend",
        "--yes",
        "--cycle",
        str(YEAR),
        "--track",
        "metro",
        "--stage",
        "call",
        "--reason",
        "더 받습니다",
    ]

    told(*words, "--closes", "2030-02-08 00:00", "--by", "1")

    metro = asked("status", "--cycle", str(YEAR))["lanes"][0]
    assert metro["closes"] == "2030-02-08T00:00:00+09:00"


def test_a_moment_that_cannot_be_read_is_named() -> None:
    words = ["reopen", "--yes", "--cycle", str(YEAR), "--track", "metro", "--reason", "다시", "--by", "1"]

    assert "'다음 주'를 때로 읽을 수 없습니다" in told(*words, "--closes", "다음 주", code=1)


@pytest.mark.parametrize("closes", ["0001-01-01 00:00", "9999-12-31T23:59:59-12:00", "2027-03-10"])
def test_a_moment_that_means_nothing_is_refused_in_words(closes: str) -> None:
    assert asked(*EXTEND, "--cycle", str(YEAR), "--closes", closes, code=1)["code"].startswith("moment.")


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("status", "--cycle", "9" * 20), id="status"),
        pytest.param(("replay", "2101"), id="replay"),
        pytest.param((*HOLD, "--reason", "점검", "--cycle", "2011"), id="an act"),
    ],
)
def test_a_year_out_of_reach_is_wrong_use(words: tuple[str, ...]) -> None:
    told(*words, code=2)


def test_a_reason_in_another_encoding_is_refused_in_words() -> None:
    sent = "점검".encode("cp949").decode("utf-8", "surrogateescape")

    assert "UTF-8" in told(*HOLD, "--reason", sent, code=1)


@pytest.mark.parametrize("number", ["", "홍길동", "a b", "x" * 101])
def test_no_free_text_enters_the_journal_by_an_act_number(number: str) -> None:
    assert asked(*HOLD, "--reason", "점검", "--act", number, code=1)["code"] == "act.odd_number"


@pytest.mark.parametrize("command", ["status", "doctor", "up"])
@pytest.mark.parametrize("port", ["abc", "99999"])
def test_a_setting_that_cannot_be_read_is_named(
    command: str, port: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANMADANG_PORT", port)

    assert "설정 HANMADANG_PORT를 읽을 수 없습니다" in told(command, code=2)


@pytest.mark.parametrize("terminal", ["cp437", "ascii"])
def test_a_terminal_without_korean_letters_gets_an_answer(terminal: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cli.main", "status"],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": terminal},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, b"2030" in done.stdout) == (0, True), done.stderr


def test_verify_says_what_it_does_not_prove() -> None:
    assert "`hanmadang replay`가 증명합니다" in told("verify")


def test_a_year_of_which_nothing_was_written_cannot_be_verified() -> None:
    assert asked("verify", "--cycle", "2050", code=1)["code"] == "cycle.unknown"


def test_a_stage_that_ends_while_verify_looks_is_no_cut_tail(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def and_meanwhile(*asked: Any) -> Sequence[str]:
        seen = chains(*asked)
        sweep(replace(house, now=lambda: kst("2030-02-01 00:10")), YEAR)
        return seen

    monkeypatch.setattr(journal, "chains", and_meanwhile)

    assert asked("verify")["ok"] is True
    assert list(house.settings.published_folder.iterdir())


def test_a_track_is_called_by_the_name_of_its_year(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(TEXT.replace("2030", "2031").replace("광역제안형", "시정참여형"))
    told("open", str(plan), "--by", "1")

    extended = told(*EXTEND, "--cycle", "2031", "--closes", "2031-02-08 00:00")
    held = told(*HOLD, "--reason", "점검", "--cycle", "2031")

    assert extended == "시정참여형 공모 마감: 2031. 2. 7.(금) 24:00\n"
    assert held == "시정참여형: 보류했습니다.\n"
