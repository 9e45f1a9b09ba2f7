"""반송 what comes back of mail: a report by the rules (RFC 3464), matched by the name of the mail that it speaks of."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from email import message_from_bytes, policy
from email.message import Message as Mail
from email.utils import parsedate_to_datetime
from typing import Any

from notifications.driver import Report, ReportUnreadable
from states.delivery import Outcome

_NAME = re.compile(r"<(?P<key>[^@<>\s]{1,100})@[^<>\s]{1,200}>")
_STATUS = re.compile(r"\b[245]\.[0-9]{1,3}\.[0-9]{1,3}\b")
_ACTIONS = {"failed": Outcome.REFUSED, "delivered": Outcome.ACCEPTED}  #: delayed and relayed are no last word
_MOST = 2 * 2**20  #: bytes of one mail that comes back


class Bounces:
    """Reads mails that come back; it cannot be asked, they come by themselves."""

    name = "mail"

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now

    def read_reports(self, payload: bytes | Mapping[str, Any]) -> list[Report]:
        """What one mail says; an answer of a person or a machine says nothing."""
        if not isinstance(payload, bytes) or len(payload) > _MOST:
            raise ReportUnreadable
        mail = message_from_bytes(payload, policy=policy.compat32)
        if mail.get_content_type() != "multipart/report":
            return []
        key = _key(mail)
        return [] if key is None else list(self._said(mail, key))

    def reports(self, since: datetime, until: datetime) -> Iterator[Report]:
        """Nobody to ask."""
        return iter(())

    def _said(self, mail: Mail, key: str) -> Iterator[Report]:
        for block in _blocks(mail):
            outcome = _ACTIONS.get(str(block.get("Action", "")).strip().lower())
            if outcome is not None:
                status = _STATUS.search(str(block.get("Status", "")))
                yield Report(key, outcome, status[0] if status else "", self._when(block))

    def _when(self, block: Mail) -> datetime:
        """When it was given up, if that can be read and is not ahead of us."""
        now = self._now()
        try:
            said = parsedate_to_datetime(str(block["Last-Attempt-Date"]))
        except (TypeError, ValueError):
            return now
        return min(said, now) if said.tzinfo is not None else now


def _blocks(mail: Mail) -> Iterator[Mail]:
    """What is said of each recipient; the first block speaks of the server."""
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status" and part.is_multipart():
            yield from (block for block in part.get_payload() if isinstance(block, Mail))


def _key(mail: Mail) -> str | None:
    """The name of the mail that came back: from its own head, which is sent along."""
    for part in mail.walk():
        if part.get_content_type() == "message/rfc822" and part.is_multipart():
            within = next(iter(part.get_payload()), None)
            if isinstance(within, Mail) and (found := _NAME.search(str(within.get("Message-ID", "")))):
                return found["key"]
        if part.get_content_type() == "text/rfc822-headers":
            head = part.get_payload(decode=True) or b""
            if isinstance(head, bytes) and (found := _NAME.search(_own_name(head))):
                return found["key"]
    return None


def _own_name(head: bytes) -> str:
    return str(message_from_bytes(head, policy=policy.compat32).get("Message-ID", ""))
