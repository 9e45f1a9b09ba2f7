"""다시 보내기 the one safe retry: only what certainly did not leave, and never what is in doubt."""

from collections.abc import Sequence

from sqlalchemy import update
from sqlmodel import Session, col, func, select

from models.delivery import Delivery
from models.notice import Notice, notice_of
from notifications.office import PostOffice
from states.delivery import Delivery as State
from states.delivery import Standing
from states.quiet import is_expired
from states.refusals import Refusal


class NothingToRetry(Refusal):
    code = "telling.nothing_to_retry"
    text = (
        "{name} 알림에는 다시 보낼 것이 없습니다. 보내지 못한 것이 확실한 것만 다시 보내며, "
        "나갔는지 알 수 없는 것은 다시 보내지 않습니다."
    )


class TooLateToRetry(Refusal):
    code = "telling.too_late_to_retry"
    text = "{name} 알림은 때가 지났거나 취소되어 다시 보내지 않습니다. 꼭 알려야 하면 전화로 알려 주세요."


def failed(session: Session, name: str) -> int:
    """How many messages of a notice certainly did not leave, and are given up."""
    wanted = select(func.count()).where(Delivery.notice == name, Delivery.state == State.FAILED)
    return session.exec(wanted).one()


def failed_notices(session: Session) -> Sequence[tuple[Notice, int]]:
    """Every notice of which something was given up, and how much."""
    wanted = (
        select(Notice, func.count())
        .join(Delivery, col(Delivery.notice) == col(Notice.name))
        .where(Delivery.state == State.FAILED)
        .group_by(*(column for column in Notice.__table__.columns))  # type: ignore[attr-defined]
        .order_by(col(Notice.chain), col(Notice.number))
    )
    return [(notice, count) for notice, count in session.exec(wanted)]


def retry(office: PostOffice, session: Session, name: str) -> int:
    """Let what was given up be tried again from the beginning; done again at once, there is nothing to do."""
    notice, at = notice_of(session, name), office.now()
    if notice.standing == Standing.CANCELLED or is_expired(notice.expires_at, at):
        raise TooLateToRetry(name=name)
    given_up = update(Delivery).where(col(Delivery.notice) == name, col(Delivery.state) == State.FAILED)
    done = session.execute(
        given_up.values(state=State.DUE, due_at=at, attempts=0, at=at, why="retried"),
        execution_options={"synchronize_session": False},
    )
    count = int(done.rowcount)  # type: ignore[attr-defined]
    if not count:
        raise NothingToRetry(name=name)
    return count
