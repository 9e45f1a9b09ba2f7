"""A file at the page: looked at, refused row by row, corrected, done once, and in the journal."""

import csv
import io
import logging
from typing import Any

import pytest

from door.files import kinds
from door.files.write import csv_of, xlsx_of
from door.house import House
from door.imports.kinds import IMPORTERS
from models.journal import entries
from models.session import reading
from states.fact import INPUTS, OF_THE_CITY
from states.role import in_office
from tests.acts import status_of
from tests.imports import state_of
from tests.town import Town
from tests.toy import YEAR, live
from tests.visiting import Browser, browser_at, inside, text_of
from web.kinds import CLEARS, KINDS

HERE = "2030-02-10 10:00"
KEEP: dict[str, Any] = {"number": 1, "verdict": "keep", "field": 1, "bureau": "parks"}
REJECT: dict[str, Any] = {"number": 2, "verdict": "reject", "reason": "사업의 대상이 개인입니다."}
TRANSFER: dict[str, Any] = {
    "number": 3, "verdict": "transfer", "destination": "own", "district": 7, "reason": "자치구의 일입니다.",
}  # fmt: skip
FAULTY = ({**KEEP, "field": 9}, {**REJECT, "reason": None}, {**TRANSFER, "number": 99}, {**KEEP, "number": 4})


@pytest.fixture
def town(house: House) -> Town:
    """The small year in its classification: four proposals wait."""
    live(house.engine, until=HERE)
    return Town(house, HERE)


@pytest.fixture
def clerk(town: Town) -> Browser:
    """Somebody at the page of a house that has no roles yet."""
    browser = browser_at(town.house)
    browser.enter(7)
    return browser


def sheet(*rows: dict[str, Any]) -> bytes:
    return csv_of(rows or (KEEP, REJECT, TRANSFER), kinds.classification(YEAR))


def test_a_faulty_file_is_refused_row_by_row_then_corrected_and_done(town: Town) -> None:
    """As the office saves it: CP949."""
    _, member, *_ = town.settle()
    browser, before = inside(town, member), state_of(town.house.engine, evidence=True)

    faulty = browser.upload("classification", sheet(*FAULTY).decode("utf-8-sig").encode("cp949"))
    said = text_of(faulty)
    assert "CP949" in said
    assert "고칠 곳이 3군데(3행) 있습니다. 아직 아무것도 넣지 않았습니다." in said
    for row in ("2행 G 분야", "3행 J 사유", "4행 A 사업번호"):
        assert f" {row[0]}행 " in said, row
    assert "9번 분야가 없습니다" in said
    assert state_of(town.house.engine, evidence=True) == before

    right = browser.upload("classification", sheet())
    assert "고칠 곳이 없습니다. 아직 아무것도 넣지 않았습니다." in text_of(right)
    assert status_of(town.house.engine, 1, 2, 3) == ["received"] * 3
    done = browser.take(right)

    assert status_of(town.house.engine, 1, 2, 3) == ["eligible", "ineligible", "transferred"]
    with reading(town.house.engine) as session:
        (entry,) = entries(session, str(YEAR), "projects.classified")
    assert entry.actor == in_office(member)
    assert f"반영했습니다. 일지 {entry.seq}번입니다." in text_of(done)


def test_the_same_file_twice_changes_nothing(town: Town, clerk: Browser) -> None:
    preview = clerk.upload("classification", sheet())
    clerk.take(preview)
    before = state_of(town.house.engine)

    assert "반영했습니다" in text_of(clerk.take(preview))  # the button again, the same answer
    again = clerk.upload("classification", sheet())
    assert "이미 처리한 파일입니다" in text_of(again)
    assert "이미 처리한 파일입니다" in text_of(clerk.take(again))
    gone = clerk.send(preview.url.path, page="/", take="all")  # let go for the later file
    assert (gone.status_code, "web.file_gone" in gone.text) == (404, True)
    assert state_of(town.house.engine) == before


def test_a_corrected_file_says_what_changes(clerk: Browser) -> None:
    clerk.take(clerk.upload("classification", sheet()))
    preview = clerk.upload("classification", sheet({**KEEP, "bureau": "roads"}, REJECT, TRANSFER))
    assert "2030-0001 소관부서: parks → roads" in text_of(preview)
    assert "2030-0001 소관부서: parks → roads" in text_of(clerk.take(preview))


def test_the_good_rows_alone_are_done_when_that_is_said(town: Town, clerk: Browser) -> None:
    preview = clerk.upload("classification", sheet(*FAULTY))
    assert "좋은 행만 반영" in preview.text
    assert 'value="all"' not in preview.text

    still = clerk.take(preview, "all")  # though nobody offered it
    assert (still.status_code, "고칠 곳이 3군데" in text_of(still)) == (422, True)
    assert status_of(town.house.engine, 1, 2, 4) == ["received"] * 3
    assert "고칠 행 3개는 넣지 않았습니다" in text_of(clerk.take(still, "good"))
    assert status_of(town.house.engine, 1, 2, 4) == ["received", "received", "eligible"]


def test_every_fault_is_told_page_by_page_and_in_a_file(clerk: Browser) -> None:
    preview = clerk.upload("classification", sheet(*({**KEEP, "number": 1000 + n} for n in range(450))))
    path = preview.url.path
    assert "450군데 가운데 1~200" in text_of(preview)
    assert "450군데 가운데 401~450" in text_of(clerk.get(f"{path}?start=400"))
    for odd in ("-7", "99999999"):
        assert clerk.get(f"{path}?start={odd}").status_code == 200

    answer = clerk.get(f"{path}/faults.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert answer.headers["content-disposition"] == f'attachment; filename="faults-classification-{YEAR}.csv"'
    assert (rows[0], rows[1][:3], len(rows)) == (
        ["행", "열", "머리글", "고칠 것"],
        ["2", "A", "사업번호"],
        451,
    )


def test_what_was_changed_since_the_preview_is_told_instead_of_done(town: Town, clerk: Browser) -> None:
    """The last to press the button is told what the others did."""
    other = clerk.beside()
    other.enter(8)
    mine = clerk.upload("classification", sheet(KEEP))
    other.take(other.upload("classification", sheet({**KEEP, "bureau": "roads"})))

    clerk.take(mine)
    with reading(town.house.engine) as session:
        told = [entry.actor for entry in entries(session, str(YEAR), "projects.classified")]
    assert told == ["staff:8", "staff:7"]


@pytest.mark.parametrize(
    ("file", "code"),
    [
        pytest.param(None, "web.file_not_chosen", id="none was chosen"),
        pytest.param(("", b""), "web.file_not_chosen", id="a browser's empty field"),
        pytest.param(("a.csv", b""), "file.empty", id="an empty file"),
        pytest.param(("a.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 100), "file.not_a_sheet", id="a picture"),
        pytest.param(("a.csv", "가,나\n1,2\n".encode()), "file.header_missing", id="another table"),
    ],
)
def test_what_is_no_such_file_is_refused_beside_the_form(
    clerk: Browser, file: tuple[str, bytes] | None, code: str
) -> None:
    answer = clerk.send(f"/upload/{YEAR}/classification", file=file)
    assert (answer.status_code, code in answer.text) == (422, True), text_of(answer)
    assert 'type="file"' in answer.text


def test_a_field_that_was_not_on_offer_is_refused(clerk: Browser) -> None:
    for kind, field in (("proposals", "track"), ("scores", "council")):
        answer = clerk.upload(kind, sheet(), **{field: "어디"})
        assert (answer.status_code, "web.field_odd" in answer.text) == (422, True)
    for number in ("99999999999999999999", "0", "-1", "9" * 5_000):
        answer = clerk.upload("scores", sheet(), council=number)
        assert (answer.status_code, "web.field_odd" in answer.text) == (422, True), number[:20]
    assert "import.council_not_named" in clerk.upload("scores", sheet()).text


def test_a_held_file_is_its_owners_alone_and_can_be_let_go(clerk: Browser) -> None:
    preview = clerk.upload("classification", sheet())
    other = clerk.beside()
    other.enter(8)
    for path in (preview.url.path, f"{preview.url.path}/faults.csv"):
        assert (other.get(path).status_code, "web.file_gone" in other.get(path).text) == (404, True)

    assert clerk.take(preview, "none").url.path == "/upload"
    assert clerk.get(preview.url.path).status_code == 404


def test_who_may_not_bring_it_in_does_not_see_what_it_would_change(town: Town) -> None:
    _, _, approver, _ = town.settle()
    browser = inside(town, approver)

    assert KINDS["classification"].label not in text_of(browser.get("/upload"))
    assert browser.get(f"/upload/{YEAR}/classification").status_code == 403
    answer = browser.send(f"/upload/{YEAR}/classification", page="/", file=("a.csv", sheet()))
    assert (answer.status_code, "role.may_not" in answer.text) == (403, True)


def test_no_name_or_telephone_of_a_file_is_on_a_page_or_in_a_log(
    clerk: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    rows = [
        {"name": "홍길동카나리아", "phone": "01098765432", "mail": None, "role": None, "district": None},
        {
            "name": "임꺽정카나리아",
            "phone": None,
            "mail": "canary@example.org",
            "role": "staff",
            "district": 3,
        },
    ]
    text = csv_of(rows, kinds.people()).decode("utf-8-sig").replace("010-9876-5432", "전화 9876 카나리아")
    preview = clerk.upload("people", text.encode())
    pages = [preview.text, clerk.get(f"{preview.url.path}/faults.csv").content.decode("utf-8-sig")]
    pages.append(clerk.take(clerk.upload("people", csv_of(rows[:1], kinds.people()))).text)

    assert "(2행) 있습니다" in pages[0]
    assert "반영했습니다" in pages[2]
    for canary in ("카나리아", "9876", "canary"):
        assert not any(canary in page for page in pages), canary
        assert canary not in caplog.text


def test_an_excel_file_is_read_as_well(clerk: Browser, town: Town) -> None:
    content = xlsx_of((KEEP,), kinds.classification(YEAR))
    preview = clerk.send(f"/upload/{YEAR}/classification", file=("분류 작업표.xlsx", content))
    clerk.take(preview)
    assert status_of(town.house.engine, 1) == ["eligible"]


def test_the_start_page_leads_to_the_file_that_clears_a_row(clerk: Browser) -> None:
    start = clerk.get("/")
    assert f'href="/upload/{YEAR}/classification"' in start.text
    assert "분류하지 않은 제안" in text_of(start)
    clerk.take(clerk.upload("classification", sheet(KEEP, REJECT, TRANSFER, {**KEEP, "number": 4})))
    assert f'href="/upload/{YEAR}/classification"' not in clerk.get("/").text


def test_every_kind_of_file_has_its_page_and_its_act() -> None:
    assert KINDS.keys() == IMPORTERS.keys()
    assert {kind.fact for kind in KINDS.values()} <= INPUTS.keys()
    assert {kind.word for kind in KINDS.values() if kind.city} == {
        word for word, importer in IMPORTERS.items() if importer.city
    }
    assert {kind.fact for kind in KINDS.values() if kind.city} == {
        kind.fact for kind in KINDS.values() if kind.fact in OF_THE_CITY
    }
    assert set(CLEARS.values()) <= KINDS.keys()


def test_every_kind_asks_what_it_needs(clerk: Browser) -> None:
    for word, kind in KINDS.items():
        page = clerk.get(f"/upload/{YEAR}/{word}")
        assert (page.status_code, kind.label in page.text) == (200, True)
        assert (f'name="{kind.asks}"' in page.text) is bool(kind.asks)


def test_a_page_that_is_not_there_says_so(clerk: Browser) -> None:
    for path in (f"/upload/{YEAR}/festivals", f"/upload/{YEAR + 1}/scores"):
        assert clerk.get(path).status_code == 404
