"""보존 how long what was sent to whom is kept: the words first go, then the names; the counts stay."""

from dataclasses import dataclass
from datetime import timedelta

from states.kind import Kind, Topic


@dataclass(frozen=True, slots=True)
class Keep:
    """For how long after a notice was written."""

    words: timedelta  #: the texts as they were sent
    people: timedelta  #: who got them


#: our choice, to be confirmed by the city's records office
_STATUTORY = Keep(timedelta(days=365), timedelta(days=5 * 365))
_BY_TOPIC = {
    Topic.PROGRESS: Keep(timedelta(days=180), timedelta(days=3 * 365)),
    Topic.COUNCIL: Keep(timedelta(days=180), timedelta(days=3 * 365)),
    Topic.VOTE: Keep(timedelta(days=90), timedelta(days=365)),
    Topic.OFFICE: Keep(timedelta(days=90), timedelta(days=365)),
}


def keep(kind: Kind) -> Keep:
    """How long one kind of notice is kept."""
    return _STATUTORY if kind.statutory else _BY_TOPIC[kind.topic]
