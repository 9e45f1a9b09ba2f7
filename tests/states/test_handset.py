"""What a handset takes: bytes as a gateway counts them, and letters that it knows."""

import unicodedata

import pytest

from states.handset import (
    LettersUnknown,
    Prices,
    Size,
    TextEmpty,
    TextTooLong,
    bytes_of,
    in_handset_letters,
    size_of,
    unknown_letters,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("abc", 3, id="letters"),
        pytest.param("한글", 4, id="two bytes a syllable"),
        pytest.param("똠힣갂", 6, id="syllables that euc-kr does not have"),
        pytest.param("「」…·㎡①", 12, id="marks"),
    ],
)
def test_bytes_are_counted_as_a_gateway_counts_them(text: str, expected: int) -> None:
    assert bytes_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("가" * 45, Size.SMS, id="90 bytes"),
        pytest.param("가" * 45 + "a", Size.LMS, id="91 bytes"),
        pytest.param("가" * 1_000, Size.LMS, id="2,000 bytes"),
    ],
)
def test_a_byte_more_makes_a_long_message(text: str, expected: Size) -> None:
    assert size_of(text) is expected


def test_what_is_longer_than_a_long_message_is_refused() -> None:
    with pytest.raises(TextTooLong, match=r"2001바이트.*2000바이트"):
        size_of("가" * 1_000 + "a")


def test_nothing_is_no_message() -> None:
    with pytest.raises(TextEmpty):
        size_of("  ")


@pytest.mark.parametrize("text", ["\U0001f600", "Ⓐ", "안녕\u0007"], ids=["emoji", "circled", "bell"])
def test_a_letter_that_no_handset_takes_is_named(text: str) -> None:
    assert unknown_letters(text) == text[-1]


def test_a_text_with_such_a_letter_is_refused() -> None:
    with pytest.raises(LettersUnknown, match="\U0001f600"):
        bytes_of("안녕 \U0001f600")


def test_what_is_pasted_from_elsewhere_is_written_in_letters_that_are_known() -> None:
    pasted = unicodedata.normalize("NFD", "한글") + "\u00a0\u2013 caf\u00e9 \u20a91,000\u200b"

    assert in_handset_letters(pasted) == "한글 - cafe \uffe61,000"
    assert unknown_letters(in_handset_letters(pasted)) == ""


def test_a_message_costs_what_its_size_costs_and_mail_nothing() -> None:
    assert [Prices(20, 50).of(size) for size in Size] == [20, 50, 0]
