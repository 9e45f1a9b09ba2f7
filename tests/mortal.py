"""Drivers that die with their process, and one that does without what makes it once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from notifications.driver import Can, Driver, Intend, Message, Result


@dataclass
class Forgetful:
    """A driver whose batches have no name, and whose gateway is never asked: what was sent is noted afterwards."""

    inner: Driver
    name: str = "forgetful"
    can: Can = field(default_factory=lambda: Can(most=1))

    def __post_init__(self) -> None:
        self.can = Can(most=self.inner.can.most)

    def prepare(self, messages: Sequence[Message]) -> str:
        return ""

    def fire(self, reference: str, messages: Sequence[Message], intend: Intend) -> Iterator[Result]:
        return self.inner.fire(self.inner.prepare(messages), messages, intend)

    def ask(self, reference: str, keys: Sequence[str]) -> Mapping[str, Result]:
        return {}


@dataclass
class Mortal:
    """A driver at whose every step the process may be killed."""

    inner: Driver
    step: Callable[[], None]  #: raises when this is the last

    @property
    def name(self) -> str:
        return self.inner.name

    @property
    def can(self) -> Can:
        return self.inner.can

    def prepare(self, messages: Sequence[Message]) -> str:
        self.step()
        name = self.inner.prepare(messages)
        self.step()
        return name

    def fire(self, reference: str, messages: Sequence[Message], intend: Intend) -> Iterator[Result]:
        def _intend(key: str) -> None:
            self.step()
            intend(key)
            self.step()

        for result in self.inner.fire(reference, messages, _intend):
            self.step()
            yield result
        self.step()

    def ask(self, reference: str, keys: Sequence[str]) -> Mapping[str, Result]:
        self.step()
        return self.inner.ask(reference, keys)
