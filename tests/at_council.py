"""The small year's council, brought to where a test wants it."""

from typing import Any

from sqlalchemy import Engine

from models.project import Project
from models.session import reading, writing
from models.unit import Unit, unit_of
from states.review import STEPS
from tests.acts import do
from tests.council import go_on
from tests.toy import YEAR, live

DAY = "2030-03-20 10:00"


def council(engine: Engine, step: str = "eligibility", *, number: int = 1) -> None:
    """Live up to the review, and bring the council to a step."""
    live(engine, "2030-03-07")
    for _ in STEPS:
        if unit(engine, number).state == step:
            return
        do(engine, DAY, go_on, YEAR, number)


def unit(engine: Engine, number: int = 1) -> Unit:
    """The council as it stands."""
    with reading(engine) as session:
        return unit_of(session, YEAR, number)


def add_projects(engine: Engine, status: str, *numbers: int, **facts: Any) -> None:
    """Put more projects like the first one before the council."""
    with writing(engine) as session:
        like = session.get_one(Project, (YEAR, 1)).model_dump()
        session.add_all(Project(**{**like, "number": n, "status": status, **facts}) for n in numbers)


def change(engine: Engine, number: int, **facts: Any) -> None:
    """Make a project another one, without an act."""
    with writing(engine) as session:
        project = session.get_one(Project, (YEAR, number))
        for name, value in facts.items():
            setattr(project, name, value)
        session.add(project)
