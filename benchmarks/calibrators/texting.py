"""Text messages as most programs send them: one call of the vendor's own client for each."""

from collections.abc import Iterable

from solapi import SolapiMessageService
from solapi.model import RequestMessage


def client(base: str, key: str, secret: str) -> SolapiMessageService:
    """The vendor's client, for a gateway on this machine."""
    made = SolapiMessageService(key, secret)
    made.base_url = base
    return made


def send(service: SolapiMessageService, sender: str, messages: Iterable[tuple[str, str]]) -> int:
    """Send each by a call of its own; return how many the gateway took."""
    taken = 0
    for to, text in messages:
        said = service.send(RequestMessage(from_=sender, to=to, text=text))
        taken += said.group_info.count.registered_success
    return taken
