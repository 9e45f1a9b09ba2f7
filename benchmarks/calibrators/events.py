"""The same moves as events of the `eventsourcing` library: an application with its repository on SQLite, as its manual shows."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event


class Project(Aggregate):
    """A project that stands somewhere."""

    def __init__(self) -> None:
        self.status = "received"

    @event("Moved")
    def move(self, event: str, source: str, target: str) -> None:
        self.status = target


class Projects(Application):
    """Makes, moves and reads projects."""

    def fill(self, projects: int, moves: Sequence[tuple[str, str, str]]) -> list[UUID]:
        """Make projects, and move each of them so often."""
        made = [Project() for _ in range(projects)]
        for project in made:
            for move in moves:
                project.move(*move)
        self.save(*made)
        return [project.id for project in made]

    def fold(self, made: Sequence[UUID]) -> list[str]:
        """Read each from its events."""
        return [self.repository.get(one).status for one in made]  # type: ignore[attr-defined]


@contextmanager
def application(folder: Path) -> Iterator[Projects]:
    """The application on a database file of its own."""
    database = str(folder / "events.db")
    env = {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": database}
    app = Projects(env={**os.environ, **env})
    try:
        yield app
    finally:
        app.close()
