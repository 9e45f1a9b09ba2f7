"""What a random walk tries around a poll, and how a patient officer seals and counts it."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from desk import vote
from models.journal import Act
from models.poll import polls_of
from models.session import reading
from states.ballot import GROUPS, Batch, micros
from states.poll import SEALED, TAKING
from tests.ballots import put_in, sealing, taking, voter
from tests.toy import text_of

Work = Callable[[Session, Act], Any]
Do = Callable[[Work], bool]
POLL, WHY = "main", text_of("까닭")


def tries(year: int, chance: random.Random, now: datetime) -> list[Work]:
    """Ballots of any kind, at any moment; and sealing and counting too early or again."""
    made, number = Batch(), chance.randint(1, 3)
    for _ in range(chance.randint(0, 6)):
        stamp = micros(now - timedelta(days=chance.randint(-2, 20)))
        picks = [chance.randint(0, 8) for _ in range(chance.choice([1, 1, 2, 5]))]
        made.add(stamp, voter(str(chance.randint(0, 3))), chance.choice([*GROUPS, "alien"]), picks)
    return [
        *[lambda s, a: taking(s, year, POLL, made, act=a)] * 3,
        lambda s, a: vote.withdraw(s, year, number, reason=WHY, act=a),
        lambda s, a: seal(s, year, POLL, act=a),
        lambda s, a: vote.tally(s, year, POLL, act=a),
    ]


def seal(session: Session, year: int, name: str, *, act: Act) -> object:
    """Seal what is in the box."""
    return sealing(session, year, name, put_in(session, year, name), act=act)


def work_off(engine: Engine, year: int, do: Do) -> None:
    """Seal and count every poll that may be."""
    with reading(engine) as session:
        names = [poll.name for poll in polls_of(session, year) if poll.state in (TAKING, SEALED)]
    for name in names:
        do(lambda s, a, n=name: seal(s, year, n, act=a))
        do(lambda s, a, n=name: vote.tally(s, year, n, act=a))
