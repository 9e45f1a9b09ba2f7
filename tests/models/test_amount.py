"""금액 what projects cost at a step is read off the journal: as they came there, as they left, and why."""

from sqlalchemy import Engine

from models.amount import Priced, priced_at
from models.session import reading
from tests.toy import YEAR, live, text_of

_M = 1_000_000


def test_a_step_knows_what_a_project_cost_before_it_and_after(engine: Engine) -> None:
    live(engine)
    with reading(engine) as session:
        assert priced_at(session, YEAR, "drafted") == {2: Priced(450 * _M, 430 * _M, text_of("까닭"))}
        decided = priced_at(session, YEAR, "decided")[2]
        assert (decided.came, decided.won) == (430 * _M, 400 * _M)
        assert priced_at(session, YEAR, "adjusted") == {5: Priced(250 * _M, 260 * _M, None)}
        assert priced_at(session, YEAR, "agreed") == {2: Priced(400 * _M, 400 * _M, None)}
