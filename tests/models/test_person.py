"""Who a person is: encrypted beside the register, found by a keyed hash of the one normal form of an address."""

import random

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from models.keyring import KeyMissing, Keyring, KeyWrong
from models.person import Contact, find_by_address, keep_contact, masked
from states.contact import Channel

ENTROPY = random.Random(1).randbytes
RING = Keyring("k1", {"k1": b"1" * 32})
PHONE, MAIL = Channel.PHONE, Channel.MAIL


def keep(session: Session, person: int, channel: Channel, address: str) -> None:
    keep_contact(session, person, channel, address, ring=RING, entropy=ENTROPY)
    session.flush()


def find(session: Session, channel: Channel, address: str, ring: Keyring = RING) -> int | None:
    return find_by_address(session, channel, address, ring=ring)


@pytest.mark.parametrize(
    ("channel", "given", "asked"),
    [
        pytest.param(PHONE, "010-1234-5678", "01012345678", id="without hyphens"),
        pytest.param(PHONE, "010 1234 5678", "+82 10-1234-5678", id="from abroad"),
        pytest.param(PHONE, "01012345678", "０１０-1234-5678", id="in full width"),
        pytest.param(MAIL, "Hong@Example.org", " hong@example.ORG ", id="capitals and spaces"),
    ],
)
def test_a_person_is_found_however_the_address_is_written(
    session: Session, channel: Channel, given: str, asked: str
) -> None:
    keep(session, 7, channel, given)

    assert find(session, channel, asked) == 7


def test_an_address_that_nobody_gave_finds_nobody(session: Session) -> None:
    keep(session, 7, PHONE, "010-1234-5678")

    assert find(session, PHONE, "010-1234-5679") is None
    assert find(session, PHONE, "010-1234-5678", ring=Keyring("k1", {"k1": b"2" * 32})) is None


def test_an_address_belongs_to_one_person_however_it_is_written(session: Session) -> None:
    keep(session, 7, PHONE, "010-1234-5678")

    with pytest.raises(IntegrityError):
        keep(session, 8, PHONE, "+821012345678")


def test_nothing_of_an_address_lies_open(session: Session) -> None:
    keep(session, 7, PHONE, "010-1234-5678")

    contact = session.exec(select(Contact)).one()
    assert b"5678" not in contact.sealed
    assert "5678" not in contact.lookup


@pytest.mark.parametrize(
    ("channel", "address", "shown"),
    [
        (PHONE, "010-1234-5678", "010-****-5678"),
        (PHONE, "011-123-4567", "011-***-4567"),
        (MAIL, "hong.gildong@example.org", "ho***@example.org"),
        (MAIL, "h@example.org", "***@example.org"),
    ],
)
def test_an_address_is_shown_masked(session: Session, channel: Channel, address: str, shown: str) -> None:
    keep(session, 7, channel, address)

    assert masked(session, 7, channel, ring=RING) == shown


def test_who_has_no_address_has_none_to_show(session: Session) -> None:
    keep(session, 7, PHONE, "010-1234-5678")

    assert masked(session, 7, MAIL, ring=RING) is None
    assert masked(session, 8, PHONE, ring=RING) is None


def test_a_ciphertext_that_was_moved_to_another_person_is_refused(session: Session) -> None:
    keep(session, 7, PHONE, "010-1234-5678")
    keep(session, 8, PHONE, "010-8765-4321")
    theirs = session.get_one(Contact, (7, PHONE))
    session.get_one(Contact, (8, PHONE)).sealed = theirs.sealed

    with pytest.raises(KeyWrong):
        masked(session, 8, PHONE, ring=RING)


def test_a_lost_key_is_refused_with_a_sentence(session: Session) -> None:
    keep(session, 7, PHONE, "010-1234-5678")

    with pytest.raises(KeyMissing, match="열쇠 'k1'로 잠겨"):
        masked(session, 7, PHONE, ring=Keyring("k2", {"k2": b"2" * 32}))
