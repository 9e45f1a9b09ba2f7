"""전달 수단 what every channel's driver is: what it can do, and what it says of a message that was handed to it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from notifications.render import Body
from states.contact import Channel
from states.delivery import Outcome
from states.handset import Size


@dataclass(frozen=True, slots=True)
class Message:
    """One message as a gateway gets it; the key is the same on every try."""

    key: str
    to: str
    body: Body
    size: Size

    def __repr__(self) -> str:  # neither an address nor a word of it belongs in a log
        return f"Message({self.key})"


@dataclass(frozen=True, slots=True)
class Result:
    """What is known of one message."""

    key: str
    outcome: Outcome
    why: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Can:
    """What a gateway can do; the most careful way that it allows is taken."""

    most: int  #: messages in one batch
    two_phase: bool = (
        False  #: a batch is filled first, and fired by a name that is ours before anything leaves
    )
    idempotent: bool = False  #: the same key twice is sent once
    queryable: bool = False  #: it can be asked what became of a key or a batch


Intend = Callable[[str], None]  #: called before a message may leave: what it was not called for did not leave


class GatewayAway(Exception):
    """A gateway does not answer a question; nothing was sent by asking."""


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
