"""심사 the budget councils judge."""

from states.board import Left, only_open


def left(*, units_open: int) -> tuple[Left, ...]:
    """Every council, district or dong has finished before the stage ends."""
    return only_open(Left("review.units_open", units_open, "심사 담당", "심사를 마치지 않은 단위"))
