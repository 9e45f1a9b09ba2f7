"""Sheets for whoever may see them: each kind as a file, a bureau's own for its official, and no names in any."""

import io
import re
import zipfile

import pytest

from desk import classification
from door import people
from door.exports.kinds import NAMED, Kind
from door.files import kinds
from door.files.write import csv_of
from door.house import House
from states.role import Role
from tests.acts import do
from tests.town import Town
from tests.toy import YEAR, live
from tests.visiting import Browser, browser_at, inside, text_of

HERE = "2030-02-10 10:00"
VERDICTS = [{"number": number, "verdict": "keep", "field": 1, "bureau": "parks"} for number in range(1, 5)]


@pytest.fixture
def town(house: House) -> Town:
    live(house.engine, until=HERE)
    return Town(house, HERE)


@pytest.fixture
def clerk(town: Town) -> Browser:
    browser = browser_at(town.house)
    browser.enter(7)
    return browser


def numbers(sheet: bytes) -> list[int]:
    """Which projects a CSV sheet names."""
    return [int(number) for number in re.findall(rf"\b{YEAR}-(\d{{4}})\b", sheet.decode("utf-8-sig"))]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_worklist_goes_out_as_it_comes_back(clerk: Browser, format: str) -> None:
    answer = clerk.get(f"/download/{YEAR}/classification?format={format}&track=&bureau=")
    assert answer.headers["content-disposition"].startswith(
        f'attachment; filename="classification-{YEAR}.{format}"'
    )
    assert "%EB%B6%84%EB%A5%98" in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "no-store"
    assert "고칠 곳이 4군데(4행)" in text_of(
        clerk.upload("classification", answer.content)
    )  # nothing filled in yet

    clerk.take(clerk.upload("classification", csv_of(VERDICTS, kinds.classification(YEAR))))
    filled = clerk.get(f"/download/{YEAR}/classification?format={format}").content
    assert "이미 처리한 파일입니다" in text_of(clerk.upload("classification", filled))


def test_the_journal_goes_out_line_by_line(clerk: Browser) -> None:
    answer = clerk.get(f"/download/{YEAR}/journal?format=jsonl")
    assert answer.headers["content-type"].startswith("application/jsonl")
    assert answer.text.count("\n") > 5


def test_each_bureau_has_a_file_of_its_own(clerk: Browser, town: Town) -> None:
    do(town.house.engine, HERE, classification.assign, YEAR, (1, 2), "parks")
    do(town.house.engine, HERE, classification.assign, YEAR, (3,), "roads")
    answer = clerk.get(f"/download/{YEAR}/classification?bureau=*&format=csv")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        names = archive.namelist()
        found = numbers(archive.read(names[-1]))
    assert names == [f"classification-{YEAR}-{office}.csv" for office in ("unassigned", "parks", "roads")]
    assert found == [3]


def test_a_bureaus_official_takes_the_bureaus_own(town: Town) -> None:
    do(town.house.engine, HERE, classification.assign, YEAR, (1, 2), "parks")
    do(town.house.engine, HERE, classification.assign, YEAR, (3,), "roads")
    first = town.found()
    official = town.person("부서 담당", first)
    people.appoint(town.house, town.grant(official, Role.BUREAU, bureau="parks"), staff=town.staff(first))
    town.enrol(official, first)
    browser = inside(town, official)

    page = browser.get(f"/download/{YEAR}").text
    assert all(word in page for word in ("분류 작업표", "parks", "심사 결과"))
    assert not any(word in page for word in ("roads", "재검표 자료", "일지", "ZIP", "협의회"))
    own = browser.get(f"/download/{YEAR}/classification?bureau=parks&format=csv")
    assert numbers(own.content) == [1, 2]
    for path in (
        "classification",
        "classification?bureau=roads",
        "classification?bureau=*",
        "journal",
        "scores",
    ):
        answer = browser.get(f"/download/{YEAR}/{path}")
        assert (answer.status_code, "role.not_their_sheet" in answer.text) == (403, True), path


def test_every_kind_is_offered_and_answers(clerk: Browser) -> None:
    """With a file, or with a sentence that says why there is none yet."""
    offered = clerk.get(f"/download/{YEAR}").text
    given = {kind: clerk.get(f"/download/{YEAR}/{kind}") for kind in Kind}

    assert all(kind.label in offered for kind in set(Kind) - set(NAMED))
    assert Kind.SCHOOL.label not in offered, "names do not go out by a browser"
    files = {kind for kind, answer in given.items() if answer.status_code == 200}
    assert files == {Kind.PROPOSALS, Kind.CLASSIFICATION, Kind.JOURNAL}
    for kind in set(Kind) - files:
        assert (given[kind].status_code, "처리하지 않았습니다" in given[kind].text) == (422, True), kind


def test_the_words_of_a_download_that_are_none_are_passed_over_or_refused(clerk: Browser) -> None:
    odd = f"/download/{YEAR}/classification?track=mars&format=exe"
    assert clerk.get(odd).headers["content-disposition"].startswith('attachment; filename="classification')
    assert clerk.get(f"/download/{YEAR}/festivals").status_code == 422
    assert clerk.get(f"/download/{YEAR}/journal?format=xlsx").status_code == 422
    assert clerk.get(f"/download/{YEAR + 1}").status_code == 404
