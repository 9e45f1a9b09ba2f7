"""금액의 내력 is read from the journal, and adds up for every project of the small year."""

from sqlalchemy import Engine
from sqlmodel import select

from desk.lineage import lineage_of
from models.project import Project
from models.session import reading
from tests.toy import YEAR, live

WAY = ("object", "dismiss", "select", "draft", "adopt", "agree")


def test_every_project_of_the_year_adds_up(engine: Engine) -> None:
    live(engine)
    with reading(engine) as session:
        projects = session.exec(select(Project).where(Project.cycle == YEAR)).all()
        found = {project.number: lineage_of(session, project) for project in projects}
        assert {n: one.stands for n, one in found.items()} == {p.number: p.cost for p in projects}
        assert len(found) >= 5


def test_a_chosen_project_is_followed_from_its_proposal_to_its_hand_over(engine: Engine) -> None:
    live(engine)
    with reading(engine) as session:
        lineage = lineage_of(session, session.get_one(Project, (YEAR, 2)))
    assert (lineage.asked, lineage.steps["voted"]) == (450_000_000, 450_000_000)
    assert [lineage.steps[step] for step in ("drafted", "decided", "agreed")] == [
        430_000_000,
        400_000_000,
        400_000_000,
    ]
    way = [passage.event for passage in lineage.history]
    assert [event for event in way if event in WAY] == list(WAY)
    assert {("drafted", "staff:7", -20_000_000), ("decided", "staff:8", -30_000_000)} <= {
        (change.step, change.by, change.won - change.was) for change in lineage.changes
    }
