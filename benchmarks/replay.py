"""Living the made-up 2019 again from its journal, beside one transaction for each thing that somebody said."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from itertools import count
from pathlib import Path

from sqlalchemy import Engine

from benchmarks.calibrators import replay as one_by_one
from benchmarks.ratio import Promise, faster
from desk.replay import replay
from door.made_up.size import SMALL, WHOLE
from door.made_up.year import steps
from door.rehearsal import MADE_UP, Rehearsal, seeded_house
from models import schema
from models.session import open_engine, reading, writing

CHAIN, PAIRS = str(MADE_UP), 3


def measure() -> list[Promise]:
    """The whole year by its acts; a small one event by event, which counts for as many more as the whole year has."""
    with lived(WHOLE) as whole, lived(SMALL) as small, reading(whole) as many, reading(small) as few:
        share = one_by_one.events(many, CHAIN) / one_by_one.events(few, CHAIN)
        return [
            faster(
                "one transaction for each event / replay of 2019",
                again(whole),
                singly(small),
                at_least=15,
                pairs=PAIRS,
                scale=share,
            )
        ]


@contextmanager
def lived(scale: Fraction, until: str = "") -> Iterator[Engine]:
    """A year that was lived to its end, or up to a step of it."""
    with fresh() as engine:
        for step in steps(Rehearsal(MADE_UP, scale=scale).scene(seeded_house(engine))):
            if step.name == until:
                break
            with writing(engine) as session:
                step.work(session, step.act)
        yield engine


def again(source: Engine) -> Callable[[], None]:
    """Our way, into a fresh database each time."""

    def live() -> None:
        with fresh() as target, reading(source) as was, writing(target) as now:
            assert replay(was, now, CHAIN).equal

    return live


def singly(source: Engine) -> Callable[[], None]:
    """The other way."""

    def live() -> None:
        with fresh() as target, reading(source) as was:
            one_by_one.replay(was, target, CHAIN)

    return live


@contextmanager
def fresh() -> Iterator[Engine]:
    """An empty database with the schema."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / f'{next(_NUMBERS)}.db'}")
        schema.upgrade(engine)
        yield engine
        engine.dispose()


_NUMBERS = count()
