"""시계 the only place that reads the clock."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)  # noqa: TID251  # here, and nowhere else
