"""엑셀 파일 what Excel, Hancom and others write in a cell comes out as the text that it stands for."""

import pytest

from door.files import kinds
from door.files.archive import FileSwells
from door.files.kind import NotASheet
from door.files.limits import LIMITS
from door.files.reading import read
from door.files.sheet import CellTooLong
from door.files.xlsx import SheetsSeveral, read_xlsx
from tests.tables import NAMES, ROWS, SPEC, Cell, Raw, sheet_xml, xlsx_file

STYLES = (
    '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;년&quot; m&quot;월&quot; d&quot;일&quot;"/>'
    '<numFmt numFmtId="165" formatCode="#,##0&quot;원 days&quot;"/><numFmt numFmtId="166" formatCode="[Red]0.0\\d"/>'
    '<numFmt numFmtId="167" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>'
    + "".join(f'<xf numFmtId="{number}"/>' for number in (0, 14, 164, 165, 166, 167, 31, 3, 20))
    + "</cellXfs></styleSheet>"
)
TEXTS = (
    "<sst><si><t>하나</t></si><si><r><t>굵은</t></r><r><t xml:space='preserve'> 글</t></r></si>"
    "<si><t>漢字</t><rPh sb='0' eb='2'><t>한자</t></rPh></si><si><t>줄_x000D__x000A_바꿈</t></si><si><t>_x005F_x000D_</t></si></sst>"
)
GENERAL, DATE, KOREAN_DATE, WON, RED, MOMENT, OWN_KOREAN, THOUSANDS, CLOCK = (f's="{n}"' for n in range(9))


def said(cell: Cell, *, book: str = "") -> str:
    more = {"xl/styles.xml": STYLES, "xl/sharedStrings.xml": TEXTS}
    return read_xlsx(xlsx_file([[cell, "x"]], more=more, book=book), LIMITS).row(0)[0]


@pytest.mark.parametrize(
    ("facts", "inside", "text"),
    [
        ("", "<v>1000000</v>", "1000000"),
        ("", "<v>1E+06</v>", "1000000"),
        ("", "<v>1000000.0</v>", "1000000"),
        ("", "<v>-3</v>", "-3"),
        ("", "<v>0.1</v>", "0.1"),
        ("", "<v>2.0000000000000001E-2</v>", "0.02"),
        ("", "<v>999999999999999</v>", "999999999999999"),
        (WON, "<v>1234567</v>", "1234567"),
        (RED, "<v>3</v>", "3"),
        (THOUSANDS, "<v>3000</v>", "3000"),
        (DATE, "<v>47552</v>", "2030-03-10"),
        (KOREAN_DATE, "<v>47552</v>", "2030-03-10"),
        (OWN_KOREAN, "<v>47552</v>", "2030-03-10"),
        (DATE, "<v>59</v>", "1900-02-28"),
        (DATE, "<v>61</v>", "1900-03-01"),
        (MOMENT, "<v>47552.375</v>", "2030-03-10 09:00:00"),
        (MOMENT, "<v>47552.3750115741</v>", "2030-03-10 09:00:01"),
        (CLOCK, "<v>0.375</v>", "09:00:00"),
        (DATE, "<v>9999999</v>", "9999999"),
        (DATE, "<v>-1</v>", "-1"),
        ('t="d"', "<v>2030-03-10</v>", "2030-03-10"),
        ('t="b"', "<v>1</v>", "TRUE"),
        ('t="b"', "<v>0</v>", "FALSE"),
        ('t="e"', "<v>#N/A</v>", "#N/A"),
        ('t="s"', "<v>0</v>", "하나"),
        ('t="s"', "<v>1</v>", "굵은 글"),
        ('t="s"', "<v>2</v>", "漢字"),
        ('t="s"', "<v>3</v>", "줄\n바꿈"),
        ('t="s"', "<v>4</v>", "_x000D_"),
        ('t="inlineStr"', "<is><t> 바로 </t><rPh><t>옆</t></rPh></is>", "바로"),
        ('t="str"', "<v>글</v>", "글"),
        ("", "<v>2027031000000001</v>", "2027031000000001.0"),
        (DATE, "<v>2958465.9999999995</v>", "2958465.9999999995"),
        ("", "<f>1+1</f><v>2</v>", "=1+1"),
        ('t="str"', '<f>HYPERLINK("http://x","y")</f><v>y</v>', '=HYPERLINK("http://x","y")'),
        ("", '<f t="array" ref="A1">SUM(B1:B2)</f><v>2</v>', "=SUM(B1:B2)"),
    ],
)
def test_a_cell_comes_out_as(facts: str, inside: str, text: str) -> None:
    assert said(Raw(facts, inside)) == text


def test_a_formula_that_cells_share_is_the_text_of_each() -> None:
    first, second = (
        Raw("", '<f t="shared" ref="A1:B1" si="0">C1*2</f><v>2</v>'),
        Raw("", '<f t="shared" si="0"/><v>4</v>'),
    )
    assert read_xlsx(xlsx_file([[first, second]]), LIMITS).row(0) == ["=C1*2", "=C1*2"]


def test_a_workbook_that_counts_from_1904() -> None:
    assert said(Raw(DATE, "<v>46090</v>"), book='<workbookPr date1904="1"/>') == "2030-03-10"


def test_a_day_after_the_last_is_left_as_it_stands() -> None:
    assert said(Raw(DATE, "<v>2958000</v>"), book='<workbookPr date1904="1"/>') == "2958000.0"


def test_a_formula_is_refused_in_every_column_and_typed_text_like_it_is_not() -> None:
    """What Excel last made of a title or a name is not what anybody wrote."""
    row: list[Cell] = list(ROWS[0])
    row[1] = Raw('t="str"', "<f>VLOOKUP(A2,B:C,2,0)</f><v>골목 쉼터</v>")
    found = read(xlsx_file([NAMES, row, ("2", "=골목", *ROWS[1][2:])]), SPEC)
    assert [(one.row, one.name) for one in found.faults] == [(2, "제목")]
    assert "수식 대신 계산한 값을" in found.faults[0].said
    assert found.rows["title"].to_list() == ["=골목"]


def test_a_long_number_that_excel_has_rounded_is_no_code() -> None:
    voter = Raw("", "<v>2027031000000001</v>")
    rows: list[list[Cell]] = [
        ["투표자", "집단", "투표시각", "선택1"],
        [voter, "시민", "2030-08-01 10:00:00", "1"],
    ]
    found = read(xlsx_file(rows), kinds.ballots(2030, 1))
    assert [one.name for one in found.faults] == ["투표자"]
    assert "끝자리를 잃었을" in found.faults[0].said


def test_a_text_that_many_cells_share_counts_in_each() -> None:
    """A few thousand bytes would become gigabytes."""
    rows = sheet_xml([[Raw('t="s"', "<v>0</v>")]] * 400)
    more = {"xl/sharedStrings.xml": f"<sst><si><t>{'a' * 32_000}</t></si></sst>"}
    with pytest.raises(FileSwells):
        read_xlsx(xlsx_file({"표": rows}, more=more), LIMITS)
    shared = Raw("", f'<f t="shared" ref="A1:A9" si="0">{"B1+" * 10_000}B1</f>')
    again = Raw("", '<f t="shared" si="0"/>')
    with pytest.raises(FileSwells):
        read_xlsx(xlsx_file([[shared], *[[again]] * 400]), LIMITS)


def test_a_cell_without_end_is_stopped_while_it_is_read() -> None:
    """What comes after it, here nothing, is not waited for."""
    for inside in ("<v>", "<f>", "<is><t>"):
        xml = f'<worksheet><sheetData><row><c t="str">{inside}{"a" * 300_000}'
        with pytest.raises(CellTooLong, match="1행 A열"):
            read_xlsx(xlsx_file({"표": xml}), LIMITS)


def test_another_programs_prefixes_change_nothing() -> None:
    main = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    xml = f'<x:worksheet xmlns:x="{main}"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>가</x:t></x:is></x:c><x:c><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    assert read_xlsx(xlsx_file({"표": xml}), LIMITS).row(0) == ["가", "2"]


def test_an_empty_second_sheet_is_no_harm_and_a_full_one_is_named() -> None:
    full, blank = sheet_xml([["가"]]), sheet_xml([["", " "]])
    assert read_xlsx(xlsx_file({"표": full, "Sheet2": sheet_xml([])}), LIMITS).row(0) == ["가"]
    assert "'표'" in read_xlsx(xlsx_file({"빈": sheet_xml([]), "표": full}), LIMITS).source
    with pytest.raises(SheetsSeveral, match="'표', '보관'"):
        read_xlsx(xlsx_file({"표": full, "보관": full, "빈": sheet_xml([])}), LIMITS)
    with pytest.raises(SheetsSeveral):
        read_xlsx(xlsx_file({"표": full, "빈칸": blank}), LIMITS)


def test_rows_that_are_far_apart_keep_their_numbers() -> None:
    xml = sheet_xml([["가"]]).replace(
        "</sheetData>", '<row r="1000000"><c r="A1000000"><v>1</v></c></row></sheetData>'
    )
    assert read_xlsx(xlsx_file({"표": xml}), LIMITS).rows.to_list() == [1, 1_000_000]


def test_cells_that_only_have_a_style_are_blank() -> None:
    row = [["가", Raw(DATE, ""), *[Raw(RED, "<v></v>")] * 400]]
    assert read_xlsx(xlsx_file(row), LIMITS).row(0) == ["가"]


def test_a_zip_that_is_no_workbook_is_said_to_be_one() -> None:
    with pytest.raises(NotASheet, match="압축 파일은"):
        read_xlsx(xlsx_file([["가"]], without=["xl/workbook.xml"]), LIMITS)
