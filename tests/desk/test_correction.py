"""정정 says again what was said by mistake; what was said stays in the journal."""

import pytest
from sqlalchemy import Engine

from desk import correction, withdrawal
from desk.correction import Facts
from models.project import Project
from models.session import reading, writing
from states.amount import AmountOutOfRange
from states.call import BodyNotNamed, DistrictUnknown, Kind, Standing, TooFewDistricts, Via
from states.classification import BureauNotACode, FieldNeeded, FieldUnknown
from states.correction import (
    AdoptedAmount,
    AmountFixed,
    Fate,
    ListNotResolved,
    NothingToCorrect,
    NotNow,
    NotPassedOver,
    OverCeiling,
)
from states.refusals import MoveNotAllowed, Refusal
from tests.acts import do, facts, length, status_of
from tests.toy import YEAR, live, text_of

WHY = text_of("까닭")


def correct(engine: Engine, at: str, number: int = 1, **said: object) -> list[str]:
    given = Facts(**said)  # type: ignore[arg-type]
    return do(engine, at, correction.correct, YEAR, number, given, reason=WHY)


def fate(engine: Engine, at: str, number: int, said: Fate, won: int | None = None) -> str:
    return do(engine, at, correction.correct_fate, YEAR, number, said, reason=WHY, won=won)


def project(engine: Engine, number: int = 1) -> Project:
    with reading(engine) as session:
        return session.get_one(Project, (YEAR, number))


def put(engine: Engine, number: int, **columns: object) -> None:
    """Stand a project somewhere on its way."""
    with writing(engine) as session:
        row = session.get_one(Project, (YEAR, number))
        for name, value in columns.items():
            setattr(row, name, value)
        session.add(row)


def test_facts_are_said_again_and_both_stay(engine: Engine) -> None:
    live(engine, "2030-02-02")
    changed = correct(
        engine,
        "2030-02-03",
        kind=Kind.EVENT,
        cost=200_000_000,
        districts=(9, 3),
        field=1,
        bureau="parks",
        title=text_of("바른 제목"),
        standing=Standing.BODY,
        organisation="green-yard",
        via=Via.PHONE,
    )
    assert len(changed) == 9
    row = project(engine)
    assert (row.kind, row.asked, row.cost, row.districts) == ("event", 200_000_000, 200_000_000, "[3,9]")
    assert (row.field, row.bureau, row.title) == (1, "parks", text_of("바른 제목"))
    assert (row.standing, row.organisation, row.via) == ("body", "green-yard", "phone")
    (restated,) = facts(engine, "project.restated")
    assert (restated["was"]["cost"], restated["now"]["cost"]) == (300_000_000, 200_000_000)
    assert facts(engine, "project.priced")[-1] == {
        "step": "adjusted",
        "was": 300_000_000,
        "won": 200_000_000,
        "reason": WHY,
    }


def test_only_what_differs_is_written(engine: Engine) -> None:
    live(engine, "2030-02-02")
    assert correct(engine, "2030-02-03", via=Via.PAPER, cost=300_000_000) == ["via"]
    written = length(engine)
    with pytest.raises(NothingToCorrect):
        correct(engine, "2030-02-04", via=Via.PAPER, districts=(2, 1))
    assert length(engine) == written


def test_a_cost_that_a_council_has_priced_does_not_follow_what_was_asked(engine: Engine) -> None:
    live(engine, "2030-02-02")
    put(engine, 1, cost=250_000_000)
    correct(engine, "2030-02-03", cost=280_000_000)
    assert (project(engine).asked, project(engine).cost) == (280_000_000, 250_000_000)
    assert facts(engine, "project.priced") == []


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        pytest.param({"cost": 4_000_000_000}, AmountOutOfRange, id="above the ceiling"),
        pytest.param({"kind": Kind.EVENT}, AmountOutOfRange, id="too dear for an event"),
        pytest.param({"districts": (1,)}, TooFewDistricts, id="in one district"),
        pytest.param({"districts": (1, 26)}, DistrictUnknown, id="outside the city"),
        pytest.param({"field": 2}, FieldUnknown, id="a field that is not"),
        pytest.param({"bureau": "공원과"}, BureauNotACode, id="a bureau's name"),
        pytest.param({"standing": Standing.BODY}, BodyNotNamed, id="a body without its code"),
    ],
)
def test_what_is_said_again_must_have_been_possible_at_first(
    engine: Engine, said: dict[str, object], refusal: type[Refusal]
) -> None:
    live(engine, "2030-02-02")
    written = length(engine)
    with pytest.raises(refusal):
        correct(engine, "2030-02-03", **said)
    assert length(engine) == written


def test_the_sum_on_the_ballot_stays(engine: Engine) -> None:
    live(engine, "2030-05-02")
    assert status_of(engine, 1) == ["on_ballot"]
    with pytest.raises(AmountFixed, match="투표대상"):
        correct(engine, "2030-05-02", cost=1)
    assert correct(engine, "2030-05-02", title=text_of("바른 제목")) == ["title"]


def test_a_withdrawal_by_mistake_is_undone_before_the_review(engine: Engine) -> None:
    live(engine, "2030-02-02")
    do(engine, "2030-02-03", withdrawal.withdraw, YEAR, 1, reason=None)
    assert fate(engine, "2030-02-04", 1, Fate.RESTORE) == "received"


def test_in_the_review_a_withdrawal_stands(engine: Engine) -> None:
    live(engine, "2030-03-07")
    do(engine, "2030-03-07", withdrawal.withdraw, YEAR, 1, reason=None)
    with pytest.raises(NotNow, match="공모·분류 단계"):
        fate(engine, "2030-03-07", 1, Fate.RESTORE)


def test_what_was_sent_away_is_let_in_with_a_field_to_go_to(engine: Engine) -> None:
    live(engine, "2030-02-20")
    with pytest.raises(FieldNeeded):
        fate(engine, "2030-02-20", 3, Fate.READMIT)
    correct(engine, "2030-02-20", 3, field=1)
    assert fate(engine, "2030-02-20", 3, Fate.READMIT) == "eligible"
    assert fate(engine, "2030-02-21", 3, Fate.EXCLUDE) == "ineligible"


def test_what_was_transferred_comes_back_without_its_destination(engine: Engine) -> None:
    live(engine, "2030-03-07")
    correct(engine, "2030-03-07", 4, field=1)
    assert project(engine, 4).destination == "own"
    assert fate(engine, "2030-03-07", 4, Fate.READMIT) == "eligible"
    assert (project(engine, 4).destination, project(engine, 4).district) == (None, None)


def test_a_list_is_put_right_within_its_ceiling(engine: Engine) -> None:
    live(engine, "2030-05-10 17:02")
    assert status_of(engine, 1, 2, 3) == ["not_selected", "selected", "ineligible"]
    at = "2030-05-10 17:30"
    assert fate(engine, at, 1, Fate.CHOOSE) == "selected"
    assert fate(engine, at, 2, Fate.UNCHOOSE) == "not_selected"
    put(engine, 2, cost=700_000_001)
    written = length(engine)
    with pytest.raises(OverCeiling, match=r"한도는 1,000,000,000원.*1원만큼"):
        fate(engine, at, 2, Fate.CHOOSE)
    with pytest.raises(MoveNotAllowed):
        fate(engine, at, 3, Fate.CHOOSE)
    assert length(engine) == written


def test_what_fell_in_the_review_is_not_chosen_by_a_correction(engine: Engine) -> None:
    live(engine, "2030-05-10 17:02")
    put(engine, 3, status="not_selected")
    with pytest.raises(NotPassedOver, match="3번 사업은"):
        fate(engine, "2030-05-10 17:30", 3, Fate.CHOOSE)


def test_before_the_list_is_resolved_there_is_nothing_to_put_right(engine: Engine) -> None:
    live(engine, "2030-05-10 16:59")
    put(engine, 1, status="not_selected")
    with pytest.raises(ListNotResolved):
        fate(engine, "2030-05-10 16:59", 1, Fate.CHOOSE)


def test_what_the_council_did_is_put_right_at_its_amount(engine: Engine) -> None:
    live(engine, "2030-11-02")
    put(engine, 2, status="struck", cost=0)
    with pytest.raises(AdoptedAmount):
        fate(engine, "2030-11-20", 2, Fate.UNDO_STRIKE)
    assert fate(engine, "2030-11-20", 2, Fate.UNDO_STRIKE, won=5) == "adopted"
    assert project(engine, 2).cost == 5
    assert fate(engine, "2030-11-21", 2, Fate.UNDO_ADOPT) == "struck"
    assert [(one["step"], one["was"], one["won"]) for one in facts(engine, "project.priced")][-2:] == [
        ("decided", 0, 5),
        ("decided", 5, 0),
    ]
