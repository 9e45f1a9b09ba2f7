"""발송함 the driver from which nothing leaves: it keeps what would have left, for whoever wants to look."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Engine, insert

from models.columns import Row
from models.keyring import Entropy, Keyring
from models.outbox import outbox_keys
from models.project import batches
from models.session import reading, writing
from notifications.driver import Can, Intend, Message, Result
from states.contact import Channel, mask
from states.delivery import Outcome


class Outbox:
    """A gateway of our own: it knows each key once, and can be asked."""

    name = "outbox"
    can = Can(most=1_000, idempotent=True, queryable=True)

    def __init__(
        self,
        engine: Engine,
        channel: Channel,
        *,
        ring: Keyring,
        entropy: Entropy,
        now: Callable[[], datetime],
    ) -> None:
        self._engine, self._channel = engine, channel
        self._ring, self._entropy, self._now = ring, entropy, now

    def prepare(self, messages: Sequence[Message]) -> str:
        return ""

    def fire(self, reference: str, messages: Sequence[Message], intend: Intend) -> Iterator[Result]:
        for message in messages:
            intend(message.key)
        with writing(self._engine) as session:
            there = outbox_keys(session, [message.key for message in messages])
            rows = [self._row(message) for message in messages if message.key not in there]
            if rows:
                session.connection().execute(insert(Row.metadata.tables["outbox_message"]), rows)
        for message in messages:
            yield Result(message.key, Outcome.ACCEPTED)

    def ask(self, reference: str, keys: Sequence[str]) -> Mapping[str, Result]:
        with reading(self._engine) as session:
            there = {key for batch in batches(list(keys)) for key in outbox_keys(session, batch)}
        return {key: Result(key, Outcome.ACCEPTED) for key in keys if key in there}

    def _row(self, message: Message) -> dict[str, object]:
        key, sealed = self._ring.seal(
            message.body.frozen, bound_to=f"outbox:{message.key}", entropy=self._entropy
        )
        return {
            "key": message.key,
            "channel": self._channel,
            "masked": mask(self._channel, message.to),
            "secret": key,
            "sealed": sealed,
            "at": self._now(),
        }
