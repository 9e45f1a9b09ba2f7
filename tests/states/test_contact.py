"""연락처 one address, one form; and never shown whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from states.contact import AddressNotUsable, Channel, mask, normalise

PHONE, MAIL = Channel.PHONE, Channel.MAIL


@pytest.mark.parametrize(
    ("channel", "written", "normal"),
    [
        pytest.param(PHONE, "010-1234-5678", "01012345678", id="as on a card"),
        pytest.param(PHONE, "(010) 1234.5678", "01012345678", id="brackets, blanks and dots"),
        pytest.param(PHONE, "+82 10-1234-5678", "01012345678", id="from abroad"),
        pytest.param(PHONE, "+82 (0)10 1234 5678", "01012345678", id="from abroad, with the zero"),
        pytest.param(PHONE, "０１０－１２３４－５６７８", "01012345678", id="full-width figures"),
        pytest.param(PHONE, "011-234-5678", "0112345678", id="an old number"),
        pytest.param(MAIL, "  Hong@Example.ORG ", "hong@example.org", id="capitals and blanks"),
        pytest.param(MAIL, "hong＠example.org", "hong@example.org", id="a full-width sign"),
    ],
)
def test_one_address_has_one_form(channel: Channel, written: str, normal: str) -> None:
    assert normalise(channel, written) == normal
    assert normalise(channel, normal) == normal


@pytest.mark.parametrize(
    ("channel", "written"),
    [
        pytest.param(PHONE, "02-123-4567", id="a house telephone gets no message"),
        pytest.param(PHONE, "010-1234-567", id="a figure too few"),
        pytest.param(PHONE, "010-1234-56789", id="a figure too many"),
        pytest.param(PHONE, "010-١٢٣٤-5678", id="figures of another script"),
        pytest.param(PHONE, "", id="nothing"),
        pytest.param(MAIL, "hong", id="no host"),
        pytest.param(MAIL, "hong@example", id="no domain"),
        pytest.param(MAIL, "a@b@example.org", id="two signs"),
        pytest.param(MAIL, "hong @example.org", id="a blank inside"),
    ],
)
def test_what_cannot_be_an_address_is_refused_without_being_repeated(channel: Channel, written: str) -> None:
    with pytest.raises(AddressNotUsable) as refused:
        normalise(channel, written)
    assert not written or written not in str(refused.value).replace("010-1234-5678", "")


@pytest.mark.parametrize(
    ("channel", "address", "shown"),
    [
        pytest.param(PHONE, "01012345678", "010-****-5678", id="eleven figures"),
        pytest.param(PHONE, "0112345678", "011-***-5678", id="ten figures"),
        pytest.param(MAIL, "hong@example.org", "ho***@example.org", id="a name"),
        pytest.param(MAIL, "ho@example.org", "h***@example.org", id="a name of two letters"),
        pytest.param(MAIL, "h@example.org", "***@example.org", id="a name of one letter"),
    ],
)
def test_an_address_is_shown_masked(channel: Channel, address: str, shown: str) -> None:
    assert mask(channel, address) == shown


@given(st.from_regex(r"010[0-9]{8}|01[16789][0-9]{7,8}", fullmatch=True))
def test_the_middle_of_a_number_is_never_shown(number: str) -> None:
    assert mask(PHONE, number).replace("-", "") == number[:3] + "*" * (len(number) - 7) + number[-4:]
