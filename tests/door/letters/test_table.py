"""A letter's table is as wide as the page, however much stands in it."""

import pytest
from docx import Document
from docx.document import Document as Page
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm

from door.letters.table import WIDTH, put_table

SHORT = [("유형", "일반 사업"), ("시정참여형", "40억 원 미만")]
LIST = [("번호", "사업명", "사업비"), ("33", "공원", "1,000원"), ("3511", "가" * 90, "140,100,000원")]
FACTS = [("구분", "내용"), ("방식", "영상")]
LONG = [("구분", "내용"), ("사유", "가" * 4000)]


def laid(rows: list[tuple[str, ...]]) -> Page:
    page = Document()
    put_table(page, rows)
    return page


@pytest.mark.parametrize("rows", [SHORT, LIST, FACTS, LONG])
def test_a_table_fills_the_page(rows: list[tuple[str, ...]]) -> None:
    (table,) = laid(rows).tables
    widths = [column.width or 0 for column in table.columns]
    assert abs(sum(widths) - Mm(WIDTH)) < Mm(1)
    assert min(widths) > Mm(17)
    assert [cell.text for cell in table.rows[-1].cells] == list(rows[-1])


def test_the_texts_of_a_list_get_the_room_and_amounts_stand_below_each_other() -> None:
    (table,) = laid(LIST).tables
    number, title, amount = (column.width or 0 for column in table.columns)
    assert title > number + amount
    assert [cell.paragraphs[0].alignment for cell in table.rows[1].cells] == [
        WD_ALIGN_PARAGRAPH.CENTER,
        WD_ALIGN_PARAGRAPH.LEFT,
        WD_ALIGN_PARAGRAPH.RIGHT,
    ]


def test_the_head_stands_on_every_page_and_no_row_on_two() -> None:
    (table,) = laid(LIST).tables
    marks = [[one.tag.rpartition("}")[2] for one in row._tr.get_or_add_trPr()] for row in table.rows]
    assert marks == [["cantSplit", "tblHeader"], ["cantSplit"], ["cantSplit"]]
