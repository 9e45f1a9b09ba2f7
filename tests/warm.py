"""Imported once by the server that the tests' processes are forked from: what is slow at first is slow here only."""

import psycopg  # noqa: F401  # the driver loads when it is first asked for

from models import schema
from models.session import open_engine
from tests.toy import live

_engine = open_engine("sqlite://")
schema.upgrade(_engine)
live(
    _engine, until="2030-04-20"
)  # not to the sealing: a forked process must not inherit the threads that count
_engine.dispose()
