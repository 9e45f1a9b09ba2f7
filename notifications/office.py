"""발송실 what sending needs: the database, the keys, the words, the drivers, and a clock that the door reads."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from models.keyring import Entropy, Keyring
from notifications.announce import Policy
from notifications.driver import Driver, Drivers
from notifications.render import Templates, our_templates
from notifications.sender import Sender
from states.contact import Channel

LEASE = timedelta(minutes=15)  #: longer than a batch takes; a batch that is older has lost its process
GRACE = timedelta(minutes=2)  #: until what a broken connection still carries has come in, or never will


@dataclass(frozen=True)
class PostOffice:
    """Where messages are written, handed over and booked."""

    engine: Engine
    ring: Keyring
    entropy: Entropy
    now: Callable[[], datetime]
    sender: Sender
    drivers: Drivers
    outbox: Drivers  #: for practice cycles, which reach no one else
    logs: Path  #: the folder of this machine's logs
    where: str  #: this machine since its last start
    who: str  #: this process
    policy: Policy = field(default_factory=Policy)
    templates: Templates = field(default_factory=our_templates)

    def driver(self, channel: Channel, *, practice: bool) -> Driver:
        """Which driver has this channel's messages."""
        return (self.outbox if practice else self.drivers)[channel]

    def by_name(self, name: str, channel: Channel) -> Driver | None:
        """The driver that a batch was given to, if there is still one of its name."""
        for one in (self.drivers[channel], self.outbox[channel]):
            if one.name == name:
                return one
        return None
