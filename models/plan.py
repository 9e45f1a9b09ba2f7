"""운영계획 the effective plan: the file as announced, and the journal's amendments folded over it."""

from functools import lru_cache

from sqlmodel import Session

from models.blob import fetch
from models.cycle import Cycle
from models.journal import entries
from states.amendment import Amendment, fold
from states.plan import Plan
from states.plan_reader import read

AMENDED = "plan.amended"


def effective_plan(session: Session, cycle: Cycle) -> Plan:
    """The plan that is in force now."""
    amendments = tuple(Amendment.from_facts(e.facts) for e in entries(session, cycle.chain, AMENDED))
    return _folded(fetch(session, cycle.plan), amendments)


@lru_cache(maxsize=64)
def _folded(text: bytes, amendments: tuple[Amendment, ...]) -> Plan:
    return fold(read(text.decode()), amendments)
