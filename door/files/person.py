"""연락처 telephone numbers and mail addresses, in their one normal form."""

from dataclasses import dataclass
from typing import Any, ClassVar

from door.files.types import Type, Value, Wrong, refuse_error
from states.contact import AddressNotUsable, Channel, normalise


@dataclass(frozen=True, slots=True)
class Address(Type):
    """An address; what cannot be one is not repeated."""

    channel: Channel
    width: ClassVar[int] = 24

    def parse(self, text: str) -> Value:
        refuse_error(text)
        try:
            return normalise(self.channel, text)
        except AddressNotUsable as refused:
            raise Wrong(str(refused)) from None

    def show(self, value: Any) -> str | int:
        if self.channel is Channel.MAIL:
            return str(value)
        return f"{value[:3]}-{value[3:-4]}-{value[-4:]}"
