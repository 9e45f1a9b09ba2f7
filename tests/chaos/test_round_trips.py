"""Every sheet that can be brought in goes out of the whole made-up year and comes in again: nothing changes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from desk import committee
from door.exports.asked import Scope
from door.exports.kinds import Format, Kind, export, parts_of
from door.house import House
from door.imports.order import Order, State
from door.imports.walk import bring
from door.made_up.scene import Scene, Step
from door.made_up.sitting import Sitting
from door.made_up.year import steps
from door.publish import republish
from door.rehearsal import Rehearsal, seeded_house
from door.settings import Settings
from models import schema
from models.journal import CITY, Act, head_of
from models.person import add_people, keep_contact
from models.project import Project
from models.session import open_engine, reading, writing
from models.unit import Unit
from models.written import write_all
from states.contact import Channel
from states.review import RANKINGS
from states.track import Track
from states.window import kst
from tests.imports import state_of

pytestmark = pytest.mark.chaos

YEAR = 2019
WHOLE, NAMED = Scope(YEAR), Scope(YEAR, with_names=True)
_GRADUATES = 500


class Lived:
    """The made-up year, as far as it has been lived."""

    def __init__(self, folder: Path) -> None:
        engine = open_engine(f"sqlite:///{folder / 'year.db'}")
        schema.upgrade(engine)
        self.house: House = replace(seeded_house(engine), settings=Settings(home=folder))
        self.scene: Scene = Rehearsal(YEAR).scene(self.house)
        self._left: list[Step] = list(steps(self.scene))

    def until(self, name: str) -> None:
        """Live on until the step of this name has been taken."""
        done = ""
        while done != name:
            step = self._left.pop(0)
            with writing(self.house.engine) as session:
                step.work(session, step.act)
            done, at = step.name, step.at
        self.house = replace(self.house, now=lambda: at)
        republish(self.house)

    def goes_round(self, kind: Kind, scopes: Sequence[Scope]) -> int:
        """Each sheet, in each form in which an office saves it, is known again; return how many there were."""
        before, heads, count = state_of(self.house.engine), self._heads(), 0
        for scope in scopes:
            for content in self._sent(kind, scope):
                order = Order(str(kind), YEAR, content, "staff:9", council=scope.council)
                answer = bring(self.house, order)
                told = (answer.state, answer.added, answer.changed, answer.faulty, answer.same > 0)
                assert told == (State.BEFORE, 0, 0, 0, True), (scope, answer)
                assert self._heads() == heads
                count += 1
        assert state_of(self.house.engine) == before
        return count

    def parts(self, kind: Kind) -> Sequence[Scope]:
        """Office by office."""
        with reading(self.house.engine) as session:
            return parts_of(self.house, session, kind, WHOLE)

    def _sent(self, kind: Kind, scope: Scope) -> Iterator[bytes]:
        text = self._out(kind, scope, Format.CSV)
        yield from (self._out(kind, scope, Format.XLSX), text, text.decode("utf-8-sig").encode("cp949"))

    def _out(self, kind: Kind, scope: Scope, format: Format) -> bytes:
        with reading(self.house.engine) as session:
            return b"".join(export(self.house, session, kind, scope, format).pieces)

    def _heads(self) -> list[str]:
        with reading(self.house.engine) as session:
            return [head.hash if head else "" for head in (head_of(session, c) for c in (str(YEAR), CITY))]

    def name_everybody(self) -> None:
        """The made-up proposers are nobody: give them names, addresses, and some of them a course."""
        house = self.house
        with writing(house.engine) as session:
            wanted = select(Project.proposer).where(col(Project.proposer).is_not(None)).distinct()
            persons = sorted(one for one in session.exec(wanted).all() if one is not None)
            texts = {f"name/{one}": f"김시민{one}" for one in persons}
            names = write_all(session, texts, ring=house.ring, entropy=house.entropy)
            add_people(session, {one: names[f"name/{one}"] for one in persons}, at=house.now())
            for one in persons:
                self._address(session, one)
            for one in persons[:_GRADUATES]:
                act = Act(f"course/{one}", "staff:1", house.now())
                committee.graduate(session, one, "basic-2019", 6, kst("2019-02-01 12:30"), act=act)

    def _address(self, session: Session, person: int) -> None:
        ring, entropy = self.house.ring, self.house.entropy
        keep_contact(session, person, Channel.PHONE, f"010{person:08}", ring=ring, entropy=entropy)
        if person % 3 == 0:
            mail = f"p{person}@example.org"
            keep_contact(session, person, Channel.MAIL, mail, ring=ring, entropy=entropy)

    def score_the_rest(self) -> None:
        """The other half of the sheets of every council that ranks now."""
        with writing(self.house.engine) as session:
            units = session.exec(select(Unit).where(col(Unit.state).in_(RANKINGS)).order_by(col(Unit.number)))
            for unit in units.all():
                act = Act(f"rest/{unit.number}", "staff:1", self.house.now())
                sitting = Sitting(self.scene, session, Track(unit.kind), unit.field or 0, act)
                sitting.score(sitting.persons[1::2], "late")


def test_every_sheet_of_the_whole_year_comes_in_again_and_changes_nothing(tmp_path: Path) -> None:
    year, forms = Lived(tmp_path), 3
    year.until("receive-6")
    year.name_everybody()
    for kind in (Kind.PROPOSALS, Kind.PEOPLE, Kind.SCHOOL):
        assert year.goes_round(kind, [NAMED]) == forms
    year.until("classify-districts")
    bureaus = year.parts(Kind.CLASSIFICATION)
    assert year.goes_round(Kind.CLASSIFICATION, [WHOLE, *bureaus]) == forms * (1 + len(bureaus)) > forms
    year.until("cogovernance-09-score-second_ranking")
    year.score_the_rest()
    councils = year.parts(Kind.SCORES)
    assert year.goes_round(Kind.SCORES, councils) == forms * len(councils) > 0
    year.until("draft-district")
    assert year.goes_round(Kind.DRAFTS, [WHOLE, *year.parts(Kind.DRAFTS)]) > forms
    year.until("decide-district")
    assert year.goes_round(Kind.DECISIONS, [WHOLE, *year.parts(Kind.DECISIONS)]) > forms
    year.until("hand-over-district")  # the last that is done before the year is closed for good
    for kind in (Kind.PROPOSALS, Kind.DRAFTS, Kind.DECISIONS):
        assert year.goes_round(kind, [NAMED if kind is Kind.PROPOSALS else WHOLE]) == forms
    year.house.engine.dispose()
