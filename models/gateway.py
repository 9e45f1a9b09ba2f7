"""발송 서버 the rows of gateways: how each has done lately, for every process that sends by it."""

from dataclasses import asdict
from datetime import date, datetime

from sqlmodel import Session, select

from models.columns import Row, operational
from models.upsert import insert_new
from states.gateway import Health


class Gateway(Row, table=True):
    """One gateway; what it is given is noted here before it is given."""

    name: str = operational(primary_key=True, max_length=20)
    failures: int = operational(default=0)
    rests_until: datetime | None = operational(default=None)
    rate: int = operational(default=0)
    free_at: datetime | None = operational(default=None)
    day: date | None = operational(default=None)
    given: int = operational(default=0)

    @property
    def health(self) -> Health:
        return Health(self.failures, self.rests_until, self.rate, self.free_at, self.day, self.given)

    def keep(self, health: Health) -> None:
        """Note how it has done."""
        for name, value in asdict(health).items():
            setattr(self, name, value)


def health_of(session: Session, name: str) -> Health:
    """How a gateway does, for whoever only looks."""
    found = session.get(Gateway, name)
    return found.health if found else Health()


def gateway_of(session: Session, name: str) -> Gateway:
    """The gateway, in hand: two processes that send by it take turns."""
    wanted = select(Gateway).where(Gateway.name == name).with_for_update()
    found = session.exec(wanted).first()
    if found is None:
        insert_new(session, Gateway, {"name": name, "failures": 0, "rate": 0, "given": 0})
        found = session.exec(wanted).one()
    return found
