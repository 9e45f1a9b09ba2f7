"""인코딩 a Korean office's encodings are told apart by what the bytes say."""

import pytest

from door.files.encoding import EncodingsMixed, EncodingUnknown, NulInside, decode
from tests.tables import ENCODINGS, encoded

TEXT = "번호,제목\n1,똠방각하의 펲시와 쀍\n2,하나 더\n"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_text_is_the_same_in_every_encoding(encoding: str) -> None:
    assert decode(encoded(TEXT, encoding)).text == TEXT


@pytest.mark.parametrize("text", ["abc\n", "번호\n", "名譽 하,참,채\n", "가", "각하\n", "漢字 韓國\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
def test_few_letters_are_enough(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


def test_every_syllable_is_read_in_cp949() -> None:
    text = "\n".join(chr(code) for code in range(ord("가"), ord("힣") + 1))
    assert decode(text.encode("cp949")).text == text


def test_a_letter_that_cannot_be_read_is_placed() -> None:
    with pytest.raises(EncodingUnknown) as refused:
        decode("가,나\r\n다,".encode() + b"\xff\xff\n")
    assert refused.value.facts == {"line": 2, "offset": 14, "encoding": "UTF-8"}
    with pytest.raises(EncodingUnknown) as refused:
        decode("가,나\r다,".encode("cp949") + b"\xff\xff\n")
    assert refused.value.facts == {"line": 2, "offset": 10, "encoding": "CP949(ANSI)"}


def test_half_a_letter_of_utf16_is_placed() -> None:
    content = encoded("가\n나\n", "utf-16-be") + "\ud800".encode("utf-16-be", "surrogatepass") + b"\0\n"
    with pytest.raises(EncodingUnknown) as refused:
        decode(content)
    assert refused.value.facts["line"] == 3


@pytest.mark.parametrize("order", [1, -1], ids=["UTF-8 first", "CP949 first"])
def test_two_encodings_in_one_file_are_placed(order: int) -> None:
    parts = ["하나,둘\n".encode(), "셋,넷\n".encode("cp949")][::order]
    with pytest.raises(EncodingsMixed) as refused:
        decode(b"".join(parts))
    facts = refused.value.facts
    assert (facts["utf8"], facts["other"]) == (1, 2)[::order]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_nul_is_placed(encoding: str) -> None:
    with pytest.raises(NulInside, match="3번째 줄"):
        decode(encoded("가\n나\n다\0\n", encoding))


@pytest.mark.parametrize("end", range(7, 60))
def test_a_text_cut_anywhere_is_read_or_refused(end: int) -> None:
    for encoding in ENCODINGS:
        assert TEXT.startswith(_read_or_cut(encoded(TEXT, encoding)[:end]))


def _read_or_cut(content: bytes) -> str:
    try:
        return decode(content).text
    except EncodingUnknown:
        return ""
