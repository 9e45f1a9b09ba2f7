"""계정 what a gateway knows this site by; its keys are never printed."""

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True, repr=False)
class Account:
    """A site's account with a gateway that sends text messages."""

    base: str  #: the gateway's address: a public office may have one of its own
    key: str
    secret: str
    sender: str  #: the registered number that messages come from
    service: str = ""  #: which of the account's services, where a gateway has several
    seconds: float = 30.0  #: how long an answer is waited for
    most: int = 2_000  #: messages in one batch: a stopped notice stops after the one in hand

    def __repr__(self) -> str:
        return f"Account({urlsplit(self.base).hostname})"
