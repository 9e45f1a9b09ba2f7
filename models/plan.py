"""운영계획 the effective plan: the file as announced, and the journal's amendments folded over it."""

from functools import lru_cache

import orjson
from sqlmodel import Session

from models.blob import fetch
from models.cycle import Cycle
from models.journal import payloads
from states.amendment import Amendment, fold
from states.plan import Plan
from states.plan_reader import read

AMENDED = "plan.amended"


def effective_plan(session: Session, cycle: Cycle) -> Plan:
    """The plan that is in force now."""
    said = payloads(session, cycle.chain, AMENDED)
    return _folded(fetch(session, cycle.plan), said)


@lru_cache(maxsize=64)
def _folded(text: bytes, said: tuple[str, ...]) -> Plan:
    return fold(read(text.decode()), [Amendment.from_facts(orjson.loads(payload)) for payload in said])
