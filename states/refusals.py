"""거절 what the rules say when they do not allow something: what, why, what now."""

from string import Formatter
from typing import ClassVar, Self

from states.korean import with_particle


class _Korean(Formatter):
    """`{name:은/는}` chooses the particle that fits the word."""

    def format_field(self, value: object, format_spec: str) -> str:
        if "/" in format_spec:
            return with_particle(str(value), format_spec)
        return str(super().format_field(value, format_spec))


_KOREAN = _Korean()


class Refusal(Exception):
    """Someone asked for what the rules do not allow; nothing was changed."""

    code: ClassVar[str]
    text: ClassVar[str]
    known: ClassVar[dict[str, type["Refusal"]]] = {}

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(_KOREAN.format(self.text, **facts))

    def __init_subclass__(cls) -> None:
        if cls.known.setdefault(cls.code, cls) is not cls:
            raise ValueError(f"two refusals with the code {cls.code!r}")

    @classmethod
    def _again(cls, facts: dict[str, object]) -> Self:
        return cls(**facts)

    def __reduce__(self) -> tuple[object, ...]:  # Prefect carries exceptions between processes
        return self._again, (self.facts,)


class MoveNotAllowed(Refusal):
    code = "move.not_allowed"
    text = "지금 상태({state})에서는 할 수 없는 일입니다: {event}. 지금 할 수 있는 일: {allowed}."
