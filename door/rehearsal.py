"""연습 living a whole year, made up, through the same acts and on a clock of its own, in a database of its own."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, inspect
from sqlmodel import Session, select

from door.house import House
from door.made_up.chance import seeded
from door.made_up.inputs import Inputs
from door.made_up.notices import told
from door.made_up.scene import Scene, Step
from door.made_up.size import PUBLISHED, WHOLE
from door.made_up.summary import summary
from door.made_up.year import steps
from door.plan_files import text_of
from door.settings import Settings
from models import journal, schema
from models.journal import ChainHead
from models.keyring import KEY, Keyring
from models.session import reading, writing
from states.plan_reader import read
from states.refusals import Refusal
from states.stage import Stage

MADE_UP = 2019  #: the year whose inputs there are
_SEED = "hanmadang"
#: what all tracks together chose in 2019 (000); those that bring no projects yet are missing from a rehearsal
PUBLISHED_CHOICE = {"selected": 852, "selected_won": 67_600_000_000}
#: what no paper says, in the words of the answer; docs/made-up-2019.md says it in full
NOT_IN_PAPERS = (
    "titles",
    "costs of each proposal",
    "fields and districts",
    "scores",
    "ballots and the groups' shares",
    "amounts after the vote",
    "days within the stages",
)

Come = Callable[[float, Stage], None]  #: how much of the year has passed, and where it is


class NotEmpty(Refusal):
    code = "rehearsal.not_empty"
    text = (
        "{where}에는 이미 표가 있어 연습하지 않았습니다. 지금 비어 있어도 실제 자료를 담을 곳일 수 있습니다. "
        "연습은 표가 하나도 없는 빈 데이터베이스에서만 합니다. 빈 데이터베이스의 주소를 적어 주세요."
    )


class NotAlone(Refusal):
    code = "rehearsal.not_alone"
    text = "다른 연습이 {where}에서 먼저 시작되어 이번 것은 하지 않았습니다. 그 연습은 이어집니다. 다른 빈 데이터베이스의 주소를 적어 주세요."


class NoInputs(Refusal):
    code = "rehearsal.no_inputs"
    text = "{year}년의 지어낸 입력이 없습니다. 지금 있는 것은 {known}년입니다. `--on {known}`을 적어 주세요."


def _unseen(part: float, stage: Stage) -> None:
    """Nobody watches how far it has come."""


@dataclass(frozen=True)
class Rehearsal:
    """A year to be lived, and how much of it."""

    year: int
    on: int = MADE_UP
    scale: Fraction = WHOLE
    text: str = ""  #: the plan; the announced one when empty
    inputs: Inputs | None = None

    def scene(self, house: House) -> Scene:
        """The year in this house."""
        if self.on != MADE_UP:
            raise NoInputs(year=self.on, known=MADE_UP)
        size = PUBLISHED if self.scale == WHOLE else PUBLISHED.scaled(self.scale)
        made = read(text_of(str(self.on)))
        return Scene(house, self.text or text_of(str(self.year)), made, self.inputs or Inputs(size))


def rehearse(
    engine: Engine, rehearsal: Rehearsal, *, come: Come = _unseen, ours: bool = False
) -> dict[str, Any]:
    """Live the year to its end, one transaction for each sitting; the same year leads to the same head everywhere.

    Where our tables stand already a city may be about to begin: only who knows that it is `ours` may use them.
    """
    refuse_used(engine, ours=ours)
    schema.upgrade(engine)
    began = time.perf_counter()
    some = steps(rehearsal.scene(seeded_house(engine)))
    for done, step in enumerate(some, start=1):
        come(done / len(some), step.stage)
        with writing(engine) as session:
            if done == 1:
                _refuse_company(session, rehearsal.year, step, _named(engine))
            step.work(session, step.act)
    notices = told(engine, rehearsal.year, at=some[-1].act.now)
    with reading(engine) as session:
        year = summary(session, rehearsal.year)
    seconds = round(time.perf_counter() - began, 2)
    return {
        **year,
        "notices": notices,
        "seconds": seconds,
        "published": PUBLISHED_CHOICE,
        "made_up": NOT_IN_PAPERS,
    }


def seeded_house(engine: Engine) -> House:
    """A house whose key and whose chance everybody knows: nothing in it is anybody's."""
    ring = Keyring("rehearsal", {"rehearsal": seeded(f"{_SEED}/key")(KEY)})
    return House(Settings(home=Path()), engine, ring, entropy=seeded(f"{_SEED}/entropy"))


def refuse_used(engine: Engine, *, ours: bool = False) -> None:
    """A rehearsal is never mixed with anything that happened, or will."""
    tables = set(inspect(engine).get_table_names())
    if tables and not (ours and ChainHead.__tablename__ in tables):
        raise NotEmpty(where=_named(engine))
    if tables:
        with reading(engine) as session:
            if session.exec(select(ChainHead).limit(1)).first() is not None:
                raise NotEmpty(where=_named(engine))


def _refuse_company(session: Session, year: int, step: Step, where: str) -> None:
    """Of two that found the database empty, the first to write has it."""
    if journal.lock(session, str(year), now=step.at).seq:
        raise NotAlone(where=where)


def _named(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=True)
