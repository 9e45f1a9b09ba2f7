"""The database is opened as one of two kinds, and its errors keep what they were asked with to themselves."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from models.session import DatabaseUnknown, open_engine


@pytest.mark.parametrize("kind", ["mysql", "mysql+pymysql", "oracle", "nonsense"])
def test_another_kind_of_database_is_refused_without_its_password(kind: str) -> None:
    with pytest.raises(DatabaseUnknown, match="sqlite와 postgresql") as refused:
        open_engine(f"{kind}://city:secret@host/name")
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("where", ["city:secret/name", "city@host:secret/name"])
def test_a_port_that_is_no_number_is_not_quoted(where: str) -> None:
    with pytest.raises(ArgumentError) as refused:
        open_engine(f"postgresql://{where}")
    assert "secret" not in str(refused.value)


def test_no_value_reaches_an_error(engine: Engine) -> None:
    with engine.connect() as connection, pytest.raises(DBAPIError) as failed:
        connection.execute(text("SELECT 1 FROM nowhere WHERE phone = :phone"), {"phone": "010-0000-0000"})
    assert "010-0000-0000" not in str(failed.value)
