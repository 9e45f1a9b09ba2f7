"""개표 명령: the box is sealed and counted from a shell, and what came of it is told in one way."""

import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from typer.testing import CliRunner

from cli import hand, tally
from cli.main import app
from door import vote
from door.house import House
from door.staff import Staff
from door.vote import Ballot
from models.project import project_of
from models.session import reading, writing
from models.written import read_back
from states.window import kst
from tests.acts import facts
from tests.polling import at_the_vote
from tests.toy import METRO, YEAR

YEAR_ = str(YEAR)
SEAL, COUNT, TALLY = ("seal", YEAR_, "--by", "5"), ("count", YEAR_, "--by", "6"), ("tally", YEAR_)
LISTED = {1: (METRO, 300_000_000), 2: (METRO, 450_000_000), 3: (METRO, 900_000_000)}
BALLOTS = [
    Ballot("가", "citizen", (2,), kst("2030-05-02 10:00")),
    Ballot("나", "citizen", (3,), kst("2030-05-02 10:01")),
    Ballot("다", "member", (2,), kst("2030-05-02 10:02")),
    Ballot("라", "citizen", (1,), kst("2030-05-10 16:00")),
]


@pytest.fixture(autouse=True)
def polling(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """A house whose small year has voted, an hour after the closing."""
    at_the_vote(house.engine, listed=LISTED)
    voting = replace(house, now=lambda: kst("2030-05-06 10:00"))
    vote.take(voting, YEAR, "main", BALLOTS, staff=Staff("file/1", "staff:5"))
    for module in (tally, hand):
        monkeypatch.setattr(module, "opened", lambda: replace(house, now=lambda: kst("2030-05-10 17:00")))
    return house


def asked(*words: str, code: int = 0) -> dict[str, Any]:
    done = CliRunner().invoke(app, [*words, "--json"])
    assert done.exit_code == code, done.output
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def told(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, [*words])
    assert done.exit_code == code, done.output
    return done.output


def counted() -> dict[str, Any]:
    asked(*SEAL)
    asked(*COUNT)
    return asked(*TALLY)


def test_a_box_is_sealed_and_counted_in_sentences() -> None:
    said = told(*SEAL)
    assert "유효한 표 3장, 세지 않은 표 1장" in said
    assert told(*COUNT) == "광역제안형: 1개 사업, 450,000,000원\n"
    assert "투표에 오른 3개 가운데 1개를 골랐습니다. 450,000,000원(한도 1,000,000,000원)" in told(*TALLY)


def test_the_result_has_one_schema() -> None:
    page = counted()
    assert set(page) == {
        *("cycle", "poll", "round", "track", "winners", "ranking", "withdrawn"),
        *("ballots", "spent", "ceiling", "root", "hash"),
    }
    assert (page["cycle"], page["poll"], page["track"]) == (YEAR, "main", "metro")
    assert all(
        set(row) == {"project", "place", "score", "ballots", "cost", "won", "why", "text"}
        for row in page["ranking"]
    )
    assert page["winners"] == [row["project"] for row in page["ranking"] if row["won"]] == [2]
    assert page["spent"] == sum(row["won"] for row in page["ranking"]) == 450_000_000
    assert [(row["project"], Fraction(row["score"])) for row in page["ranking"]] == [
        (2, Fraction(13, 20)),
        (3, Fraction(7, 20)),
        (1, Fraction(0)),
    ]


def test_each_way_to_ask_gives_the_same_result() -> None:
    page = counted()
    assert asked(*TALLY, "--poll", "main", "--track", "metro") == page
    assert asked(*TALLY, "--project", "3")["ranking"] == [page["ranking"][1]]


def test_the_explanation_says_why_in_why_out_and_by_how_much() -> None:
    counted()
    said = told(*TALLY, "--explain")
    assert "2번 사업: 1위, 65.000점(13/20), 2표, 450,000,000원. 선정되었습니다." in said
    assert "남은 한도 550,000,000원을 350,000,000원 넘겨 건너뛰고" in said
    assert "마지막으로 선정된 사업보다 30.000점 낮습니다." in said
    assert "하위 40%(660,000,000원) 안에 들었습니다" in said
    assert told(*TALLY, "--project", "1").startswith("1번 사업: 3위")


def test_a_withdrawn_project_is_explained(polling: House) -> None:
    with writing(polling.engine) as session:
        gone = project_of(session, YEAR, 3)
        gone.status = "withdrawn"
        session.add(gone)
    counted()
    assert "3번 사업: 투표 중에 철회되었거나" in told(*TALLY, "--project", "3")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param(TALLY, "tally.not_yet", id="before the count"),
        pytest.param((*TALLY, "--poll", "other"), "tally.not_in_poll", id="a poll of others"),
        pytest.param(
            (*TALLY, "--track", "neighbourhood_plan"), "tally.not_yet", id="a lane that does not vote"
        ),
        pytest.param(("tally", "2031"), "cycle.unknown", id="no such year"),
        pytest.param(COUNT, "vote.not_sealed", id="counted before it is sealed"),
        pytest.param((*SEAL, "--poll", "other"), "poll.unknown", id="no such poll"),
        pytest.param(("seal", "2031", "--by", "5"), "cycle.unknown", id="sealing no such year"),
    ],
)
def test_what_is_refused_says_so(words: tuple[str, ...], code: str) -> None:
    assert asked(*words, code=1)["code"] == code


def test_a_project_that_nobody_could_pick_is_refused() -> None:
    counted()
    assert asked(*TALLY, "--project", "99", code=1)["code"] == "tally.no_such_project"


def test_doing_it_again_under_the_same_number_is_done_once() -> None:
    first = asked(*SEAL, "--act", "form-1")
    assert asked(*SEAL, "--act", "form-1") == first
    assert asked(*SEAL, code=1)["code"] == "vote.not_running"


OUT = ("take-out", YEAR_, "1", "--reason", "다른 해의 파일", "--by", "5")


def test_a_wrong_batch_is_taken_out_once_and_its_ballots_are_not_counted(polling: House) -> None:
    words = (*OUT, "--act", "form-1", "--yes")
    assert told(*words) == "1번 표 묶음을 뺐습니다. 그 안의 표 4장은 세지 않습니다.\n"
    assert asked(*words) == {"batch": 1, "ballots": 4}, "done once"
    (noted,) = facts(polling.engine, "ballots.withdrawn")
    with reading(polling.engine) as session:
        assert read_back(session, noted["reason"], ring=polling.ring) == "다른 해의 파일"
    assert "유효한 표 0장, 세지 않은 표 0장" in told(*SEAL)


def test_what_would_be_taken_out_is_shown_first_and_nothing_is_done(polling: House) -> None:
    shown = told(*OUT, "--dry-run")
    assert "아무것도 하지 않았습니다" in shown
    assert "1번 묶음의 표 4장을 세지 않습니다" in shown
    assert asked(*OUT, code=1)["code"] == "foresight.not_confirmed"
    assert facts(polling.engine, "ballots.withdrawn") == []
    assert "유효한 표 3장, 세지 않은 표 1장" in told(*SEAL)


def test_a_batch_that_is_not_in_an_open_box_is_not_taken_out(polling: House) -> None:
    unknown = ("take-out", YEAR_, "9", "--reason", "없는 묶음", "--by", "5", "--yes")
    assert asked(*unknown, code=1)["code"] == "vote.no_such_batch"
    assert asked(*OUT[:4], " ", *OUT[5:], "--yes", code=1)["code"] == "staff.reason_missing"
    asked(*SEAL)
    assert asked(*OUT, "--yes", code=1)["code"] == "vote.batch_sealed"
    assert facts(polling.engine, "ballots.withdrawn") == []
