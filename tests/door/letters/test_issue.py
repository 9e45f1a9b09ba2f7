"""공문 on paper: the words are there, the names only there, and the same letter is the same bytes."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.parsers import expat

import pytest
from docx import Document
from docx.table import Table
from sqlmodel import Session, select

from desk import classification, meeting, people
from door import proposals
from door.house import House
from door.letters.issue import Written, issue, written
from door.letters.reader import limit
from door.letters.wording import text_of
from door.proposals import Hand, Paper
from door.staff import Staff
from models.blob import Blob
from models.journal import Act, Entry
from models.session import reading, writing
from models.unit import unit_of
from models.written import Written as Text
from models.written import erase, write_down
from states.call import Kind as ProposalKind
from states.classification import Destination, Verdict
from states.letter import Kind
from states.meeting import Form
from states.stage import Stage
from states.window import kst
from tests.housed import house_at
from tests.placed import stand
from tests.toy import METRO, YEAR

NAME, TITLE, WHY = "김시민", "빗물 정원 | 시험", "구에서 할 일입니다"


def said(letter: Written) -> list[str]:
    """Every line and cell of the document, as Word would show them."""
    found: list[str] = []
    for block in Document(io.BytesIO(letter.docx)).iter_inner_content():
        if isinstance(block, Table):
            found += [" / ".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            found.append(block.text)
    return found


def issued(house: House, kind: Kind, act: str = "form", **about: int | str) -> Written:
    return issue(house, YEAR, kind, staff=Staff(act, "staff:9"), **about)  # type: ignore[arg-type]


@pytest.fixture
def office(tmp_path: Path, empty_sqlite: Path) -> Iterator[House]:
    """The call is open, and one citizen with a name has proposed."""
    house = house_at(tmp_path / "home", empty_sqlite, "2030-01-01 10:00")
    with writing(house.engine) as session:
        act = Act("register", "staff:1", house.now())
        people.register(session, _write(house, session, NAME, "name"), act=act)
    paper = Paper(TITLE, METRO, ProposalKind.ORDINARY, 300_000_000, (1, 2), proposer=1)
    proposals.receive(house, YEAR, paper, hand=Hand("proposal", "person:1"))
    yield house
    house.engine.dispose()


def _write(house: House, session: Session, text: str, slot: str) -> str:
    return write_down(session, text, slot=slot, ring=house.ring, entropy=house.entropy)


def classified(house: House, verdict: Verdict) -> House:
    """The first proposal is classified, with a reason."""
    stand(house.engine, Stage.CLASSIFICATION, [])
    where = {"destination": Destination.OWN, "district": 1} if verdict is Verdict.TRANSFER else {}
    with writing(house.engine) as session:
        act = Act("classified", "staff:1", kst("2030-02-10 10:00"))
        why = _write(house, session, WHY, "why")
        classification.classify(session, YEAR, 1, verdict, reason=why, act=act, **where)  # type: ignore[arg-type]
    return replace(house, now=lambda: kst("2030-02-11 10:00"))


def test_the_call_is_announced_with_its_windows_and_limits(office: House) -> None:
    made = issued(office, Kind.CALL)
    assert made.named == "제2030-1호"
    lines = said(made)
    assert "2030년 시민참여예산 제안사업 공모 공고" in lines
    assert "○ 광역제안형: 2030. 1. 1.(화) 00:00부터 2030. 1. 31.(목) 24:00까지" in lines
    assert "광역제안형 / 40억 원 미만 / 3억 원 미만 / 2곳 이상" in lines
    assert lines[-2] == "2030. 1. 1."
    assert lines[-1] == "서울특별시장"


def test_a_proposer_is_told_by_name_and_the_reason(office: House) -> None:
    lines = said(issued(classified(office, Verdict.REJECT), Kind.RESULT, number=1))
    for words in ("수신  김시민 귀하", "사업명 / 빗물 정원   시험", "결과 / 부적격", f"사유 / {WHY}"):
        assert words in lines
    assert "시행  시민참여예산-2030-1(2030. 2. 11.)" in lines


def test_who_is_passed_on_is_told_where_to(office: House) -> None:
    lines = said(issued(classified(office, Verdict.TRANSFER), Kind.RESULT, number=1))
    assert "옮겨 간 곳 / 종로구 (자치구 자체사업)" in lines


def test_no_name_and_no_words_are_in_the_journal_or_its_blobs(office: House) -> None:
    issued(classified(office, Verdict.REJECT), Kind.RESULT, number=1)
    with reading(office.engine) as session:
        kept = [entry.payload for entry in session.exec(select(Entry)).all()]
        kept += [
            blob.content.decode()
            for blob in session.exec(select(Blob)).all()
            if blob.media != "application/toml"
        ]
    assert not [text for text in kept if NAME in text or "빗물" in text or WHY in text]


def test_what_was_erased_is_said_to_be_in_a_letter_written_out_again(office: House) -> None:
    made = issued(classified(office, Verdict.REJECT), Kind.RESULT, number=1)
    with writing(office.engine) as session:
        for commitment in _commitments(session):
            erase(session, commitment)
    lines = said(written(office, YEAR, made.number))
    for words in ("수신  제안자 귀하", "사업명 / (지운 글)", "사유 / (지운 글)"):
        assert words in lines


def _commitments(session: Session) -> list[str]:
    return list(session.exec(select(Text.commitment)).all())


def test_the_same_letter_is_the_same_bytes_and_holds_no_moment_of_its_packing(office: House) -> None:
    first = issued(office, Kind.CALL)
    again = issued(replace(office, now=lambda: kst("2030-01-20 10:00")), Kind.CALL, act="later")
    assert (again.number, again.docx) == (first.number, first.docx)
    with zipfile.ZipFile(io.BytesIO(first.docx)) as packed:
        assert {info.date_time for info in packed.infolist()} == {(2000, 1, 1, 0, 0, 0)}


def test_every_part_of_the_document_is_whole_xml(office: House) -> None:
    with zipfile.ZipFile(io.BytesIO(issued(office, Kind.CALL).docx)) as packed:
        parts = [name for name in packed.namelist() if name.endswith((".xml", ".rels"))]
        for name in parts:
            expat.ParserCreate().Parse(packed.read(name), True)
    assert "word/document.xml" in parts


def test_a_meeting_is_called_with_its_agenda(tmp_path: Path, empty_sqlite: Path) -> None:
    house = house_at(tmp_path / "home", empty_sqlite, "2030-03-10 09:00")
    with writing(house.engine) as session:
        assert unit_of(session, YEAR, 1).state == "eligibility"
        act, at = Act("call", "staff:3", house.now()), kst("2030-03-12 14:00")
        number = meeting.call_meeting(session, YEAR, 1, at, Form.VIDEO, agenda=[2], act=act)
    lines = said(issued(house, Kind.MEETING, number=number))
    for words in (
        "수신  민관예산협의회(복지) 위원",
        "일시 / 2030. 3. 12.(화) 14:00",
        "방식 / 영상",
        "접속 주소 / 따로 알려 드립니다",
        "안건 / 1건(붙임)",
        "붙임  안건 목록 1부.  끝.",
        "2 / (지운 글)",
    ):
        assert words in lines
    house.engine.dispose()


def test_the_vote_the_result_and_an_objection_have_their_letters(tmp_path: Path, empty_sqlite: Path) -> None:
    house = house_at(tmp_path / "home", empty_sqlite, "2030-05-04 10:00")
    lines = said(issued(house, Kind.VOTE, act="vote", poll="main"))
    assert (
        "1. 투표 기간: 2030. 5. 1.(수) 09:00부터 2030. 5. 10.(금) 16:00까지. 마감 시각부터 찍힌 표는 세지 않습니다."
        in lines
    )
    assert "2 / 광역제안형 / (지운 글) / 450,000,000원" in lines
    lines = said(issued(house, Kind.OBJECTION, act="objection", number=1))
    assert "결정 / 기각" in lines
    house.engine.dispose()


def test_the_result_is_announced_track_by_track(tmp_path: Path, empty_sqlite: Path) -> None:
    house = house_at(tmp_path / "home", empty_sqlite, "2030-05-10 17:30")
    lines = said(issued(house, Kind.SELECTION))
    assert "1. 선정 사업: 모두 1건, 450,000,000원" in lines
    assert "○ 동단위계획형: 0건, 0원" in lines
    house.engine.dispose()


@pytest.mark.parametrize(
    ("form", "words"),
    [
        pytest.param(
            Form.WRITTEN, "서면으로 여오니 안건을 살펴 의견을 내 주시기 바랍니다.", id="nobody comes"
        ),
        pytest.param(Form.IN_PERSON, "장소 / 따로 알려 드립니다", id="a place"),
    ],
)
def test_each_form_of_a_meeting_is_called_in_its_words(form: Form, words: str) -> None:
    said = {
        **{"council": "민관예산협의회(복지)", "how": str(form), "form": form.label, "step": "적격심사"},
        **{"at": kst("2030-03-12 14:00"), "agenda": [], "office": "서울특별시장"},
        **{"number": "시민참여예산-2030-1", "issued": kst("2030-03-10")},
    }
    text = text_of(Kind.MEETING, said)
    assert words in text.replace("| 장소 | ", "장소 / ")
    assert text.count("끝.") == 1
    assert "붙임" not in text


@pytest.mark.parametrize(
    ("said", "words"),
    [
        pytest.param({"below": 4_000_000_000, "at_most": None}, "40억 원 미만", id="hundred millions"),
        pytest.param({"below": None, "at_most": 150_000_000}, "1억 5,000만 원 이하", id="and ten thousands"),
        pytest.param({"below": None, "at_most": 30_000_000}, "3,000만 원 이하", id="ten thousands"),
        pytest.param({"below": 1_234, "at_most": None}, "1,234원 미만", id="what is not round"),
        pytest.param(None, "해당 없음", id="none"),
    ],
)
def test_a_limit_is_said_as_people_say_it(said: dict[str, int | None] | None, words: str) -> None:
    assert limit(said) == words
