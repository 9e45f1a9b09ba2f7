"""운영계획 the effective plan: the file as announced, and the journal's amendments folded over it."""

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
    key = (cycle.plan, payloads(session, cycle.chain, AMENDED))
    if (known := _FOLDED.get(key)) is not None:
        return known
    plan = read(fetch(session, cycle.plan).decode())
    while len(_FOLDED) >= _MOST:
        del _FOLDED[next(iter(_FOLDED))]
    return _FOLDED.setdefault(key, fold(plan, [Amendment.from_facts(orjson.loads(one)) for one in key[1]]))


_MOST = 64
_FOLDED: dict[tuple[str, tuple[str, ...]], Plan] = {}  #: by the name of the text, which its content gives it
