"""협약 hands over what the council adopted; a district's plan waits for three signatures."""

from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from desk import agreement, cycle
from desk.feed import Given
from models import schema
from models.journal import Act, entries, head_of
from models.session import open_engine, reading, writing
from models.signature import Signature
from states.agreement import HandOver, NothingToSign, RowsNotAgreed, Signer
from states.board import WorkLeft
from states.cycle import OtherStage
from states.stage import Stage
from states.track import Track
from tests.acts import do, facts, length, status_of
from tests.placed import add, place
from tests.toy import YEAR, text_of

NOW, PLAN = "2030-12-20 10:00", text_of("집행계획")
MAYOR, CIVIC, OFFICIAL = Signer


@pytest.fixture
def adopted(engine: Engine) -> Engine:
    """Two projects of the main track; three of a district's plan, in two districts."""
    place_all(engine)
    return engine


def place_all(engine: Engine) -> None:
    place(engine, Stage.AGREEMENT, {1: ("adopted", 300), 2: ("adopted", 450)})
    add(engine, {21: ("adopted", 30), 22: ("adopted", 40)}, track=Track.DISTRICT_PLAN, districts="[3]")
    add(engine, {23: ("adopted", 50)}, track=Track.DISTRICT_PLAN, districts="[4]")


def hand_over(engine: Engine, *numbers: int) -> dict[str, int]:
    rows = [HandOver(number, PLAN) for number in numbers]
    return do(engine, NOW, agreement.hand_over, YEAR, rows)


def sign(
    engine: Engine, signer: Signer, numbers: tuple[int, ...] = (), districts: tuple[int, ...] = ()
) -> dict[str, int]:
    return do(engine, NOW, agreement.sign, YEAR, signer, numbers=numbers, districts=districts)


def test_what_was_adopted_is_handed_over_with_its_plan(adopted: Engine) -> None:
    assert hand_over(adopted, 2, 1) == {"agreed": 2, "won": 750}
    assert status_of(adopted, 1, 2, 21) == ["agreed", "agreed", "adopted"]
    assert facts(adopted, "project.priced") == [
        {"step": "agreed", "was": 300, "won": 300, "reason": None},
        {"step": "agreed", "was": 450, "won": 450, "reason": None},
    ]


def test_the_third_signature_is_the_agreement(adopted: Engine) -> None:
    assert sign(adopted, CIVIC, districts=(3,)) == {"signed": 2, "agreed": 0}
    assert sign(adopted, MAYOR, numbers=(21, 23)) == {"signed": 2, "agreed": 0}
    assert sign(adopted, OFFICIAL, districts=(3, 4)) == {"signed": 3, "agreed": 1}
    assert status_of(adopted, 21, 22, 23) == ["agreed", "adopted", "adopted"]
    assert sign(adopted, MAYOR, districts=(3,)) == {"signed": 1, "agreed": 1}, "only what he has not signed"
    assert sign(adopted, CIVIC, districts=(4,)) == {"signed": 1, "agreed": 1}
    assert [row["step"] for row in facts(adopted, "project.priced")] == ["agreed"] * 3


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        pytest.param((1, 21), r"21번\(구단위계획형은 서명으로 협약함\)", id="a district's plan"),
        pytest.param((1, 99), r"99번\(없는 사업\)", id="nobody"),
    ],
)
def test_one_faulty_row_stops_the_hand_over(adopted: Engine, numbers: tuple[int, ...], words: str) -> None:
    written = length(adopted)
    with pytest.raises(RowsNotAgreed, match=words):
        hand_over(adopted, *numbers)
    assert (length(adopted), status_of(adopted, 1)) == (written, ["adopted"])


def test_nobody_signs_twice_or_for_another_track(adopted: Engine) -> None:
    sign(adopted, MAYOR, numbers=(21,))
    with pytest.raises(RowsNotAgreed, match=r"1번\(서명이 필요 없는 유형.*21번\(이미 서명함\)"):
        sign(adopted, MAYOR, numbers=(1, 21))


def test_a_district_without_anything_to_sign_is_said(adopted: Engine) -> None:
    with pytest.raises(NothingToSign, match=r"자치구\(7\)"):
        sign(adopted, MAYOR, districts=(7,))


def test_it_is_agreed_in_its_stage(engine: Engine) -> None:
    place(engine, Stage.COUNCIL, {1: ("adopted", 300)})
    with pytest.raises(OtherStage):
        hand_over(engine, 1)
    with pytest.raises(OtherStage):
        sign(engine, MAYOR, numbers=(1,))


def test_the_cycle_does_not_close_before_everything_is_agreed(adopted: Engine) -> None:
    closing = "2031-01-02 10:00"
    with pytest.raises(
        WorkLeft, match=r"집행으로 넘기지 않은 의결 사업 2건.*서명을 다 받지 못한 의결 사업 3건"
    ):
        do(adopted, closing, cycle.close, YEAR)
    hand_over(adopted, 1, 2)
    for signer in Signer:
        sign(adopted, signer, districts=(3, 4))
    assert do(adopted, closing, cycle.close, YEAR) == YEAR


def test_a_signature_lived_again_is_the_same(adopted: Engine, tmp_path: Path) -> None:
    """No year of this house comes to sign yet; its feed is tried on a copy of the same place."""
    copy = open_engine(f"sqlite:///{tmp_path / 'copy.db'}")
    schema.upgrade(copy)
    place_all(copy)
    sign(adopted, CIVIC, numbers=(21,), districts=(4,))
    with reading(adopted) as source, writing(copy) as target:
        (entry,) = entries(source, str(YEAR), "agreement.signed")
        act = Act(entry.act, entry.actor, entry.effective_at)
        agreement.FEEDS[entry.fact].again(Given(source, target, entry, entry.facts, act))
        assert hash_of(target) == hash_of(source)
    assert signatures(copy) == signatures(adopted) == [(21, "civic_head"), (23, "civic_head")]
    copy.dispose()


def hash_of(session: Session) -> str:
    head = head_of(session, str(YEAR))
    assert head is not None
    return head.hash


def signatures(engine: Engine) -> list[tuple[int, str]]:
    with reading(engine) as session:
        return [
            (row.project, row.signer)
            for row in session.exec(select(Signature).order_by(col(Signature.project)))
        ]
