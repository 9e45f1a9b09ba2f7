"""Files out by the command: what was written is told, nothing is written over, and mistakes get a sentence."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select
from typer.testing import CliRunner

from cli.main import app
from desk import people
from door import proposals
from door.files import kinds
from door.files.reading import read
from door.house import House
from door.proposals import Hand, Paper
from door.publish import republish
from models.journal import CITY, Act, Entry
from models.project import Project
from models.session import reading, writing
from models.written import read_back, write_down
from states.call import Kind
from states.window import kst
from tests.acts import facts
from tests.toy import METRO, YEAR

YEAR_ = str(YEAR)


@pytest.fixture(autouse=True)
def place(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, and a year in which one citizen has proposed."""
    with writing(house.engine) as session:
        name = write_down(session, "김시민", slot="name", ring=house.ring, entropy=house.entropy)
        people.register(session, name, act=Act("one", "staff:1", kst("2030-01-01 09:00")))
    paper = Paper("빗물 정원", METRO, Kind.ORDINARY, 300_000_000, (1, 2), proposer=1)
    during = replace(house, now=lambda: kst("2030-01-02 10:00"))
    proposals.receive(during, YEAR, paper, hand=Hand("proposal", "person:1"))
    folder = tmp_path / "desk"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def run(*words: str) -> Any:
    return CliRunner().invoke(app, [*words])


def asked(*words: str, code: int = 0) -> dict[str, Any]:
    done = run(*words, "--json")
    assert done.exit_code == code, done.output
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_a_worklist_is_written_under_a_name_of_its_own(place: Path) -> None:
    told = asked("export", "classification", "--cycle", YEAR_)
    path = place / "classification-2030.xlsx"
    assert told == {
        **{"kind": "classification", "cycle": YEAR, "format": "xlsx", "file": path.name},
        **{"rows": 1, "bytes": path.stat().st_size},
    }
    assert read(path.read_bytes(), kinds.classification(YEAR)).faulty == 1, "the verdict is to be filled in"
    done = run("export", "classification", "--cycle", YEAR_, "--format", "csv", "--out", "list.csv")
    assert done.output == f"분류 작업표: list.csv(1행, {(place / 'list.csv').stat().st_size}바이트)\n"


def test_a_files_name_says_its_format(place: Path) -> None:
    words = ("export", "classification", "--cycle", YEAR_, "--out", "list.CSV")
    assert asked(*words)["format"] == "csv"
    assert (place / "list.CSV").read_bytes().startswith(b"\xef\xbb\xbf")
    assert asked(*words[:-1], "table.dat")["format"] == "xlsx", "no format that we know: the usual one"


def test_nothing_is_written_over_unasked(place: Path) -> None:
    (place / "mine.xlsx").write_text("mine")
    words = ("export", "classification", "--cycle", YEAR_, "--out", "mine.xlsx")
    assert asked(*words, code=1)["code"] == "out.there"
    assert (place / "mine.xlsx").read_text() == "mine"
    asked(*words, "--force")
    assert (place / "mine.xlsx").read_bytes()[:2] == b"PK"
    assert [file.name for file in place.iterdir()] == ["mine.xlsx"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param(("classification", "--cycle", "2031"), "cycle.unknown", id="no such year"),
        pytest.param(("vote", "--cycle", YEAR_), "export.nothing", id="no result yet"),
        pytest.param(("scores", "--cycle", YEAR_), "export.council", id="no council named"),
        pytest.param(("scores", "--cycle", YEAR_, "--council", "9"), "unit.unknown", id="no such council"),
        pytest.param(("ballots", "--cycle", YEAR_), "vote.poll_not_named", id="no box"),
        pytest.param(("journal", "--cycle", YEAR_, "--format", "xlsx"), "export.format", id="no such form"),
        pytest.param(("journal", "--cycle", YEAR_, "--bureau", "a"), "export.option", id="an idle choice"),
        pytest.param(("drafts", "--cycle", YEAR_, "--with-names"), "export.option", id="names nobody needs"),
        pytest.param(("proposals", "--cycle", YEAR_, "--with-names"), "export.names_unsigned", id="unsigned"),
        pytest.param(
            ("proposals", "--cycle", YEAR_, "--with-names", "--by", "3"),
            "staff.reason_missing",
            id="no reason",
        ),
        pytest.param(("people", "--cycle", YEAR_), "export.names_only", id="nothing but names"),
        pytest.param(
            ("people", "--cycle", YEAR_, "--with-names", "--by", "3", "--reason", "대장"),
            "export.nothing",
            id="nobody who can be reached",
        ),
        pytest.param(("journal", "--cycle", YEAR_, "--out", "no/a.csv"), "out.no_folder", id="no folder"),
        pytest.param(("journal", "--cycle", YEAR_, "--out", "."), "out.not_writable", id="a folder"),
    ],
)
def test_a_mistake_gets_a_sentence_and_no_file(place: Path, words: tuple[str, ...], code: str) -> None:
    answer = asked("export", *words, code=1)
    assert (answer["ok"], answer["code"]) == (False, code)
    assert list(place.iterdir()) == []


def test_names_go_out_with_a_trace_of_who_asked_and_why(house: House, place: Path) -> None:
    asked("export", "proposals", "--cycle", YEAR_, "--out", "public.csv", "--format", "csv")
    assert "김시민" not in (place / "public.csv").read_text()
    words = ("--with-names", "--by", "3", "--reason", "접수 대장")
    asked("export", "proposals", "--cycle", YEAR_, *words, "--out", "full.csv", "--format", "csv")
    assert "김시민" in (place / "full.csv").read_text()
    (trace,) = facts(house.engine, "names.taken_out")
    assert (trace["kind"], trace["people"]) == ("proposals", 1)
    with reading(house.engine) as session:
        assert read_back(session, trace["reason"], ring=house.ring) == "접수 대장"


def test_the_register_goes_out_signed_and_comes_in_again(house: House, place: Path) -> None:
    (place / "new.csv").write_text("성명,휴대전화\n홍길동,010-1234-5678\n")
    asked("import", "people", "new.csv", "--cycle", YEAR_, "--by", "3")
    words = ("--cycle", YEAR_, "--with-names", "--by", "3", "--reason", "위촉 준비")
    told = asked("export", "people", *words)
    assert (told["rows"], told["file"]) == (1, "people-2030.xlsx")
    assert asked("import", "people", "people-2030.xlsx", "--cycle", YEAR_, "--by", "3")["state"] == "before"
    with reading(house.engine) as session:
        (trace,) = session.exec(select(Entry).where(Entry.fact == "names.taken_out")).all()
    assert (trace.chain, trace.facts["kind"], trace.facts["people"]) == (CITY, "people", 1)


def test_each_office_gets_a_file_of_its_own(house: House, place: Path) -> None:
    with writing(house.engine) as session:
        like = session.get_one(Project, (YEAR, 1)).model_dump()
        session.add_all(
            Project(**{**like, "number": n, "bureau": b}) for n, b in ((2, "parks"), (3, "water"))
        )
    (place / "out").mkdir()
    told = asked("export", "classification", "--cycle", YEAR_, "--each", "--out", "out")
    assert [(one["file"], one["rows"]) for one in told["files"]] == [
        ("out/classification-2030-unassigned.xlsx", 1),
        ("out/classification-2030-parks.xlsx", 1),
        ("out/classification-2030-water.xlsx", 1),
    ]
    assert (
        asked("export", "classification", "--cycle", YEAR_, "--each", "--out", "out", code=1)["code"]
        == "out.there"
    )
    assert asked("export", "scores", "--cycle", YEAR_, "--each", code=1)["code"] == "export.nothing"
    assert asked("export", "journal", "--cycle", YEAR_, "--each", code=1)["code"] == "export.option"


@pytest.mark.parametrize(("format", "head"), [("csv", "\ufeffchain,seq,act"), ("jsonl", '{"chain":"2030"')])
def test_the_journal_goes_out_line_by_line(place: Path, format: str, head: str) -> None:
    told = asked("export", "journal", "--cycle", YEAR_, "--format", format)
    text = (place / f"journal-2030.{format}").read_text()
    assert text.startswith(head)
    assert told["rows"] == len(text.splitlines()) - (format == "csv")


def test_a_letter_gets_a_number_and_keeps_it(place: Path) -> None:
    words = ("letter", "call", "--cycle", YEAR_, "--by", "3")
    first = asked(*words)
    assert (first["number"], first["named"], first["about"]) == (1, "제2030-1호", "cycle:2030")
    assert first["file"] == "letter-2030-0001-call.docx"
    again = asked(*words, "--out", "again.docx")
    other = asked("letter", "--cycle", YEAR_, "--number", "1", "--out", "other.docx")
    assert again["number"] == other["number"] == 1
    contents = {(place / one["file"]).read_bytes() for one in (first, again, other)}
    assert len(contents) == 1
    assert run(*words, "--force").output == "공모 공고 제2030-1호: letter-2030-0001-call.docx\n"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param((), "letter.kind_missing", id="no kind"),
        pytest.param(("call",), "letter.by_missing", id="nobody's"),
        pytest.param(("result", "--by", "3"), "letter.about", id="about nothing"),
        pytest.param(("result", "--by", "3", "--project", "1"), "letter.fate_not_known", id="no result yet"),
        pytest.param(("result", "--by", "3", "--project", "99"), "project.unknown", id="no such project"),
        pytest.param(("meeting", "--by", "3", "--meeting", "1"), "meeting.unknown", id="no such meeting"),
        pytest.param(("vote", "--by", "3"), "vote.poll_not_named", id="no box"),
        pytest.param(("--number", "7"), "letter.unknown", id="no such number"),
        pytest.param(("call", "--by", "3", "--out", "no/a.docx"), "out.no_folder", id="no folder"),
    ],
)
def test_a_letter_that_cannot_be_issued_gets_a_sentence(
    house: House, place: Path, words: tuple[str, ...], code: str
) -> None:
    assert asked("letter", "--cycle", YEAR_, *words, code=1)["code"] == code
    assert list(place.iterdir()) == []
    assert facts(house.engine, "letter.issued") == []


def test_a_year_is_kept_and_lived_again_where_nobody_knows_it(
    house: House, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    republish(house)
    made = asked("archive", YEAR_)
    assert (made["file"], made["stage"]) == ("hanmadang-2030.zip", "call")
    assert asked("archive", YEAR_, code=1)["code"] == "out.there"
    monkeypatch.setenv("HANMADANG_HOME", str(place / "elsewhere"))
    words = ("replay", "--archive", made["file"], "--key", made["public_key"])
    told = asked(*words)
    assert (told["equal"], told["entries"], told["head"]) == (True, made["entries"], made["head"])
    assert told["archive"] == {"cycle": YEAR, "stage": "call", "heads": 1, "public_key": made["public_key"]}
    assert "똑같이 재현되었습니다." in run(*words).output
    assert not (place / "elsewhere").exists(), "nothing is founded for it"


def test_what_cannot_be_lived_again_gets_a_sentence(place: Path) -> None:
    asked("archive", YEAR_, "--out", "year.zip")
    (place / "text.zip").write_text("no archive")
    for words, code in (
        ((), "replay.nothing_named"),
        (("--archive", "none.zip"), "archive.missing"),
        (("--archive", "text.zip"), "archive.damaged"),
        (("2031", "--archive", "year.zip"), "archive.other_year"),
        (("--archive", "year.zip", "--key", "ab" * 32), "archive.other_key"),
    ):
        assert asked("replay", *words, code=1)["code"] == code
    assert asked("archive", "2031", code=1)["code"] == "cycle.unknown"


def test_a_replay_by_the_year_says_what_it_always_said() -> None:
    assert set(asked("replay", YEAR_)) == {"equal", "entries", "head", "first_difference"}
