"""전달 수단 what every channel's driver is: what it can do, and what it says of a message that was handed to it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

from notifications.render import Body
from states.contact import Channel
from states.delivery import Outcome
from states.gateway import Capacity
from states.handset import Size


@dataclass(frozen=True, slots=True)
class Message:
    """One message as a gateway gets it; the key is the same on every try."""

    key: str
    to: str
    body: Body
    size: Size
    way_out: str = ""  #: of a mail: where one click stops such mail; none for what cannot be stopped

    def __repr__(self) -> str:  # neither an address nor a word of it belongs in a log
        return f"Message({self.key})"


@dataclass(frozen=True, slots=True)
class Result:
    """What is known of one message."""

    key: str
    outcome: Outcome
    why: str = ""
    reference: str = ""
    again: int = 0  #: seconds for which the gateway asks to be left in peace; 0 when it does not say


_UNLIMITED = Capacity()


@dataclass(frozen=True, slots=True)
class Can:
    """What a gateway can do; the most careful way that it allows is taken."""

    most: int  #: messages in one batch
    two_phase: bool = (
        False  #: a batch is filled first, and fired by a name that is ours before anything leaves
    )
    idempotent: bool = False  #: the same key twice is sent once
    queryable: bool = False  #: it can be asked what became of a key or a batch
    capacity: Capacity = _UNLIMITED  #: what the contract with it allows


@dataclass(frozen=True, slots=True)
class Report:
    """What a gateway says later of a message that it took: late, twice or out of order, as gateways do."""

    key: str
    outcome: Outcome  #: ACCEPTED: it reached the person; REFUSED: it did not, and will not
    why: str
    at: datetime  #: when it became so, by the gateway's clock
    reference: str = ""  #: the gateway's own name for the message
    size: Size | None = None  #: what it charged the message as, where it says so
    won: int | None = None  #: what it charged, where it says so


Intend = Callable[[str], None]  #: called before a message may leave: what it was not called for did not leave


class GatewayAway(Exception):
    """A gateway does not answer a question; nothing was sent by asking."""

    def __init__(self, why: str = "away", again: int = 0) -> None:
        super().__init__(why)
        self.again = again  #: seconds for which it asks to be left in peace


class ReportUnreadable(Exception):
    """What came as a report is none of this gateway's."""


@runtime_checkable
class Reporter(Protocol):
    """A driver whose gateway says later whether a message reached the person."""

    def read_reports(self, payload: bytes | Mapping[str, Any]) -> list[Report]:
        """Read what the gateway sent, or answered; what is no message of ours, or not final, is left out."""
        ...

    def reports(self, since: datetime, until: datetime) -> Iterator[Report]:
        """Ask the gateway for what became final between two moments; repeated reports are the asker's affair."""
        ...


class Driver(Protocol):
    """A channel that really hands messages over."""

    @property
    def name(self) -> str: ...

    @property
    def can(self) -> Can: ...

    def prepare(self, messages: Sequence[Message]) -> str:
        """Fill a batch and name it, before anything leaves; a gateway without batches names nothing."""
        ...

    def fire(self, reference: str, messages: Sequence[Message], intend: Intend) -> Iterator[Result]:
        """Hand the messages over, one result for each, as soon as it is known."""
        ...

    def ask(self, reference: str, keys: Sequence[str]) -> Mapping[str, Result]:
        """What became of them; a key that is missing was certainly not sent."""
        ...


Drivers = Mapping[Channel, Driver]
