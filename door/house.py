"""집 the opened house: database, keys, published heads and clock, checked before anything is done."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

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


def found(settings: Settings) -> House:
    """Set the house up, or bring it up to date: schema, guards, keys. Doing it again changes nothing."""
    engine = _reach(settings)
    if not settings.keys_file.exists():
        if not _is_empty(engine):
            raise keys.KeyFileMissing(path=settings.keys_file)
        keys.make(settings.keys_file)  # before the schema: killed in between, the next try takes it up
    schema.upgrade(engine)
    engine.dispose()
    return enter(settings)


def enter(settings: Settings) -> House:
    """Open the house as it stands; a schema, a guard or a key that is not ours is refused here."""
    engine = _reach(settings)
    if _is_empty(engine):
        raise NotFounded(where=engine.url.render_as_string(hide_password=True))
    schema.check(engine)
    house = House(settings, engine, keys.load(settings.keys_file))
    with writing(engine) as session:
        prove(session, house.ring, entropy=house.entropy)
    return house


def _reach(settings: Settings) -> Engine:
    where = settings.database_url
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
