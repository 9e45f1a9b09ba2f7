"""집 the opened house: database, keys, published heads and clock, checked before anything is done."""

import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Engine, inspect
from sqlalchemy.exc import ArgumentError, DBAPIError

from door import clock, keys
from door.settings import Settings
from models import schema
from models.keyring import Keyring, prove
from models.session import open_engine, writing
from states.refusals import Refusal


class NotFounded(Refusal):
    code = "house.not_founded"
    text = "아직 준비되지 않았습니다({where}). `hanmadang up`을 먼저 실행해 주세요."


class DatabaseAway(Refusal):
    code = "database.away"
    text = "데이터베이스({where})에 닿지 않습니다({why}). 주소와 접속 권한을 확인하고 다시 시작해 주세요."


@dataclass(frozen=True)
class House:
    """What every act at a door needs."""

    settings: Settings
    engine: Engine
    ring: Keyring
    now: Callable[[], datetime] = clock.now
    entropy: Callable[[int], bytes] = os.urandom
    watch: "Watch | None" = None  #: who looks on while an act is done here


class Watch(Protocol):
    """Looks on while an act is done; one that undoes it again lets nothing come of it."""

    @property
    def undoes(self) -> bool: ...

    def over(self, house: House, year: int | None, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same work, watched."""


def found(settings: Settings) -> House:
    """Set the house up, or bring it up to date: schema, guards, keys. Doing it again changes nothing."""
    with _reached(settings) as engine:
        is_new = _is_empty(engine)  # asked first: whoever founds beside us makes the key before the schema
        if not settings.keys_file.exists():
            if not is_new:
                raise keys.KeyFileMissing(path=settings.keys_file)
            keys.make(settings.keys_file)  # killed after this, the next try takes it up
        schema.upgrade(engine)
        engine.dispose()
    return enter(settings)


def repair(settings: Settings) -> House:
    """Put back what `enter` found missing, once somebody has asked why it was missing."""
    with _reached(settings) as engine:
        if not _is_empty(engine):
            schema.repair(engine)
        engine.dispose()
    return found(settings)


def enter(settings: Settings) -> House:
    """Open the house as it stands; a schema, a guard or a key that is not ours is refused here."""
    with _reached(settings) as engine:
        if _is_empty(engine):
            raise NotFounded(where=engine.url.render_as_string(hide_password=True))
        schema.check(engine)
        house = House(settings, engine, keys.load(settings.keys_file))
        with writing(engine) as session:
            prove(session, house.ring, entropy=house.entropy)
        return house


@contextmanager
def _reached(settings: Settings) -> Generator[Engine]:
    """The database; a house that is refused lets go of it again."""
    engine = _reach(settings)
    try:
        yield engine
    except BaseException:
        engine.dispose()
        raise


def _reach(settings: Settings) -> Engine:
    where = settings.database_url.rpartition("@")[2]  # without whatever stands before the host
    try:
        engine = open_engine(settings.database_url)
        where = engine.url.render_as_string(hide_password=True)
        engine.connect().close()
    except (DBAPIError, ArgumentError, OSError) as error:
        why = error.orig if isinstance(error, DBAPIError) else error
        raise DatabaseAway(where=where, why=str(why).strip().splitlines()[0]) from None
    return engine


def _is_empty(engine: Engine) -> bool:
    return not inspect(engine).has_table("entry")
