"""What may happen to a proposal at any time, at clumsy moments."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from desk import (
    classification,
    completion,
    consulting,
    correction,
    merger,
    retrack,
    waiting,
    withdrawal,
)
from desk.call import Proposal
from desk.completion import Answer
from desk.correction import Facts
from models.journal import Act
from states.correction import Fate
from tests.toy import text_of

Work = Callable[[Session, Act], Any]
WHY = text_of("까닭")


def tries(year: int, chance: random.Random, proposal: Proposal, now: datetime) -> list[Work]:
    """Each act once, on some proposal."""
    number, other = chance.randint(0, 8), chance.randint(0, 8)
    until = now + timedelta(days=chance.randint(-1, 12))
    fate, won = chance.choice(list(Fate)), chance.choice([None, 5])
    said = chance.choice([Answer(cost=5), Answer(districts=(1,)), Answer()])
    some = chance.choice([None, [1]])
    facts = chance.choice([Facts(cost=7), Facts(field=1), Facts(bureau="parks"), Facts()])
    return [
        lambda s, a: completion.ask_completion(s, year, number, WHY, until, act=a),
        lambda s, a: completion.answer_completion(s, year, number, said, received_at=a.now, act=a),
        lambda s, a: withdrawal.withdraw(s, year, number, reason=None, act=a),
        lambda s, a: merger.merge(s, year, number, other, reason=WHY, act=a),
        lambda s, a: merger.unmerge(s, year, number, act=a),
        lambda s, a: retrack.move_to(s, year, number, proposal.track, reason=WHY, act=a),
        lambda s, a: correction.correct(s, year, number, facts, reason=WHY, act=a),
        lambda s, a: correction.correct_fate(s, year, number, fate, reason=WHY, won=won, act=a),
        lambda s, a: classification.assign(s, year, [number, other], "parks", act=a),
        lambda s, a: consulting.request(s, year, number, WHY, act=a),
        lambda s, a: consulting.answer(s, year, number, WHY, act=a),
        lambda s, a: waiting.keep_waiting(s, proposal, received_at=a.now, act=a),
        lambda s, a: waiting.take_in(s, year, some, act=a),
        lambda s, a: waiting.withdraw_waiting(s, number, reason=None, act=a),
    ]
