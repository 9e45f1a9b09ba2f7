"""까닭 why a project stands where it does is found with the act that moved it there last, one by one or by the file."""

from sqlalchemy import Engine

from desk import bundle
from desk.bundle import Classified
from desk.reasons import reason_of, reasons_of
from models.session import reading
from states.classification import Destination, Place, Verdict
from tests.acts import do
from tests.toy import YEAR, live, text_of

WHY, OTHER = text_of("까닭"), text_of("다른 까닭")


def test_a_reason_is_that_of_the_last_move(engine: Engine) -> None:
    live(engine, "2030-03-06")
    with reading(engine) as session:
        assert reasons_of(session, YEAR, [1, 2, 3, 4, 99]) == {3: WHY, 4: WHY}
        assert reason_of(session, YEAR, 1) is None


def test_a_reason_in_a_file_is_that_of_its_row(engine: Engine) -> None:
    live(engine, "2030-02-09")
    moved = Place(destination=Destination.OWN, district=1)
    rows = [
        Classified(1, Verdict.KEEP, Place(field=1)),
        Classified(2, Verdict.REJECT, Place(), WHY),
        Classified(3, Verdict.TRANSFER, moved, OTHER),
    ]
    do(engine, "2030-02-10 10:00", bundle.classify, YEAR, rows)
    with reading(engine) as session:
        assert reasons_of(session, YEAR, [1, 2, 3]) == {2: WHY, 3: OTHER}
