"""올리기 명령: a file from a shell, its answer in words and in JSON, and never a traceback for a user's mistake."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select
from typer.testing import CliRunner, Result

from cli import imports
from cli.main import app
from door.files import kinds
from door.files.write import csv_of, xlsx_of
from door.house import House
from models.journal import Entry
from models.project import Project
from models.session import reading
from states.window import kst
from tests.imports import at, state_of
from tests.toy import YEAR

PROPOSAL: dict[str, Any] = {
    "receipt": "R-1", "track": "metro", "kind": "ordinary", "title": "빗물 정원", "content": None, "cost": 300_000_000,
    "districts": (1, 2), "received_at": kst("2030-01-05 10:00"), "name": "홍길동", "phone": "01012345678",
    "mail": None, "standing": None, "organisation": None, "via": None,
}  # fmt: skip
WRONG = {**PROPOSAL, "receipt": "R-2", "cost": 0}


@pytest.fixture(autouse=True)
def calling(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """The house in the call of the small year."""
    here = at(house, "2030-01-20 10:00")
    monkeypatch.setattr(imports, "opened", lambda: here)
    return here


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of one proposal."""
    return written(tmp_path, PROPOSAL)


def written(folder: Path, *rows: dict[str, Any], name: str = "제안.csv") -> Path:
    path = folder / name
    path.write_bytes((xlsx_of if name.endswith("xlsx") else csv_of)(rows, kinds.proposals()))
    return path


def run(*words: object, code: int = 0) -> Result:
    done = CliRunner().invoke(app, ["import", *map(str, words), "--cycle", str(YEAR)])
    assert done.exit_code == code, done.output
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done


def asked(*words: object, code: int = 0) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(run(*words, "--json", code=code).stdout)
    return answer


def titles(house: House) -> int:
    with reading(house.engine) as session:
        return len(session.exec(select(Project)).all())


def test_a_file_is_brought_in_and_again_it_was_brought_before(file: Path, calling: House) -> None:
    said = run("proposals", file, "--by", 7).output
    assert "제안 목록: CSV(UTF-8, 쉼표)" in said
    assert said.endswith("올렸습니다.\n")
    assert run("proposals", file).output.endswith("이미 처리한 파일입니다. 아무것도 바뀌지 않았습니다.\n")
    with reading(calling.engine) as session:
        actors = {one.actor for one in session.exec(select(Entry)).all() if one.fact == "proposals.received"}
    assert (titles(calling), actors) == (1, {"staff:7"})


def test_the_answer_has_one_schema(tmp_path: Path) -> None:
    path = written(tmp_path, PROPOSAL, WRONG, name="제안.xlsx")
    page = asked("proposals", path, "--accept-good")
    assert set(page) == {
        "ok", "kind", "cycle", "state", "rows", "changes", "result", "faults", "source"
    }  # fmt: skip
    assert (page["kind"], page["cycle"], page["state"]) == ("proposals", YEAR, "done")
    assert page["rows"] == {"added": 1, "changed": 0, "same": 0, "faulty": 1}
    assert [(one["row"], one["column"], one["name"], one["code"]) for one in page["faults"]] == [
        (3, "F", "사업비", "call.cost")
    ]


def test_a_refused_file_names_every_row_and_writes_them_out(tmp_path: Path, calling: House) -> None:
    path, out = written(tmp_path, PROPOSAL, WRONG), tmp_path / "고칠 곳.csv"
    before = state_of(calling.engine)
    done = run("proposals", path, "--faults", out, code=1)
    assert "고칠 곳이 1군데(1행) 있어 아무것도 넣지 않았습니다." in done.stderr
    assert "3행 F열 '사업비' - 사업비 0원은 접수할 수 없습니다." in done.stderr
    rows = list(csv.reader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    assert (rows[0], rows[1][:3]) == (["행", "열", "머리글", "고칠 것"], ["3", "F", "사업비"])
    page = asked("proposals", path, code=1)
    assert (page["ok"], page["code"], len(page["faults"])) == (False, "file.rows", 1)
    assert state_of(calling.engine) == before


def test_a_terminal_shows_the_first_faults_and_says_where_the_rest_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    faults = [imports.Fault(row, 0, "x", "제목", "A", "고쳐 주세요") for row in range(2, 102)]
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    imports._list(faults, 100)
    said = capsys.readouterr().out.splitlines()
    assert (len(said), said[-1]) == (31, "  … 그 밖에 70군데. --faults 파일.csv로 모두 받을 수 있습니다.")


def test_a_preview_changes_nothing(file: Path, tmp_path: Path, calling: House) -> None:
    before = state_of(calling.engine)
    assert run("proposals", file, "--preview").output.endswith(
        "미리 보기입니다. 아무것도 바꾸지 않았습니다.\n"
    )
    wrong = written(tmp_path, WRONG, name="틀림.csv")
    assert asked("proposals", wrong, "--preview", code=1)["rows"]["faulty"] == 1
    assert state_of(calling.engine) == before


def test_no_name_or_telephone_is_printed(tmp_path: Path) -> None:
    path = tmp_path / "제안.csv"
    text = csv_of([PROPOSAL], kinds.proposals()).decode("utf-8-sig").replace("010-1234-5678", "전화 01O-9999")
    path.write_text(text, encoding="utf-8")
    done = run("proposals", path, code=1)
    assert "휴대전화" in done.stderr
    assert not any(word in done.output for word in ("홍길동", "9999"))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        pytest.param("없음.csv", "import.file_unreadable", id="missing"),
        pytest.param(".", "import.file_unreadable", id="a folder"),
        pytest.param("", "import.file_unreadable", id="no name"),
        pytest.param("/dev/null", "import.file_unreadable", id="a device"),
        pytest.param("/proc/self/mem", "import.file_unreadable", id="a file that cannot be read"),
        pytest.param("가" * 300, "import.file_unreadable", id="a name too long"),
    ],
)
def test_a_file_that_is_none_is_wrong_use(name: str, code: str) -> None:
    assert asked("proposals", name, code=2)["code"] == code


@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param(("festivals",), "import.kind", id="no such kind"),
        pytest.param(("proposals", "--council", "1"), "import.option", id="an option of another kind"),
        pytest.param(("classification", "--track", "metro"), "import.option", id="a track"),
        pytest.param(("scores", "--poll", "main"), "import.option", id="a poll"),
        pytest.param(("scores",), "import.council_not_named", id="no council"),
        pytest.param(("ballots",), "vote.poll_not_named", id="no poll"),
    ],
)
def test_what_is_refused_says_so(file: Path, words: tuple[str, ...], code: str) -> None:
    kind, *more = words
    assert asked(kind, file, *more, code=1)["code"] == code


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (empty := tmp_path / "빈.csv").write_bytes(b"")
    assert asked("proposals", empty, code=1)["code"] == "file.empty"


def test_no_such_year_is_refused(file: Path) -> None:
    done = CliRunner().invoke(app, ["import", "proposals", str(file), "--cycle", "2031", "--json"])
    assert (done.exit_code, json.loads(done.stdout)["code"]) == (1, "cycle.unknown")


def test_the_list_of_faults_replaces_no_file(tmp_path: Path, calling: House) -> None:
    path = written(tmp_path, PROPOSAL)
    assert asked("proposals", path, "--faults", path, code=2)["code"] == "import.faults_not_written"
    nowhere = tmp_path / "없는 폴더" / "x.csv"
    assert asked("proposals", path, "--faults", nowhere, code=2)["code"] == "import.faults_not_written"
    assert titles(calling) == 0
