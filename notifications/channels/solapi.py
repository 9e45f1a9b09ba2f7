"""솔라피 the driver for SOLAPI: a group is filled, its name is kept, and only then it is fired, once."""

import hmac
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson

from models.keyring import Entropy
from notifications.channels.account import Account
from notifications.channels.handing import every, title
from notifications.channels.wire import TROUBLE, NotAnswered, NotTaken, Wire, Wrong
from notifications.driver import Can, GatewayAway, Intend, Message, Report, ReportUnreadable, Result
from states.delivery import Outcome
from states.handset import Size
from states.lost import Codes, Lost, said_of

MOST = 10_000  #: numbers in one request
_HEAVIEST = 14_000_000  #: bytes in one request; the gateway takes 15 MB
_PAGE = 500
_GROUPS = "/messages/v4/groups"
_LIST = "/messages/v4/list-old"  #: where the vendor's own client of today asks, by the time of change
_NOT_FIRED = "PENDING"

#: ours to mend, or the platform's own fault before anything left: money, account, sender number, server
_MAY_AGAIN = {"1020", "1024", "1030", "1062", "2024", "2062", "2063", "2230"}
_UNKNOWN = {"3014", "3048"}  #: the carrier itself does not know
_GOOD = {"2000", "3000", "4000"}
#: what its codes mean, by the list of status codes in the vendor's guide to its API v4
LOST: Codes = {
    Lost.NO_SUCH_NUMBER: ("3032",),
    Lost.UNSUBSCRIBED: ("1061",),
    Lost.BLOCKED: ("2254", "3047", "3054", "3055"),
    Lost.HANDSET_OFF: ("3041", "3042", "3043", "3044", "3045", "3046", "3050", "3051"),
    Lost.EXPIRED: ("3040",),
    Lost.OURS: ("1010", "1013", "1025", "1026", "3049", "3059"),
    Lost.UNKNOWN: ("3052", "3053", "3056", "3057", "3058"),
}


class Solapi:
    """A gateway with groups: nothing of a group leaves before it is fired, and a group can be asked for."""

    name = "solapi"

    def __init__(self, account: Account, *, now: Callable[[], datetime], entropy: Entropy) -> None:
        self._account = account
        self.can = Can(most=min(account.most, MOST), two_phase=True, queryable=True)
        self._wire = Wire(
            account.base,
            lambda method, path: {"Authorization": authorization(account, now(), entropy(16).hex())},
            seconds=account.seconds,
        )

    def prepare(self, messages: Sequence[Message]) -> str:
        """Make a group and fill it; one that could not be filled whole is never fired."""
        if not messages:
            return ""
        try:
            group = str(self._wire.say("POST", _GROUPS, content=b'{"allowDuplicates":true}').said["groupId"])
            for content in self._requests(messages):
                self._wire.say("PUT", f"{_GROUPS}/{group}/messages", content=content)
        except NotTaken as no:
            raise GatewayAway(no.why, no.again) from None
        except (NotAnswered, Wrong) as no:
            raise GatewayAway(no.why) from None
        except (KeyError, TypeError):
            raise GatewayAway("unreadable") from None
        return group

    def fire(self, reference: str, messages: Sequence[Message], intend: Intend) -> Iterator[Result]:
        if not reference:
            yield from every(messages, Outcome.NOT_SENT, "not_filled")
            return
        for message in messages:
            intend(message.key)
        try:
            said = self._wire.say("POST", f"{_GROUPS}/{reference}/send", content=b"{}").said
        except NotTaken as no:
            yield from every(messages, Outcome.NOT_SENT, no.why, no.again)
        except NotAnswered as no:
            yield from every(messages, Outcome.IN_DOUBT, no.why)
        except Wrong as no:  # fired before, or not to be fired: the group itself knows
            yield from self._by_its_word(reference, messages, no.why, Outcome.NOT_SENT)
        else:
            yield from self._fired(reference, messages, said)

    def ask(self, reference: str, keys: Sequence[str]) -> Mapping[str, Result]:
        """What became of a group; nothing is said of one that still waits to be fired."""
        if not reference:
            return {}
        try:
            status = self._status(reference)
            if status == _NOT_FIRED:
                return {}
            if status == "DELETED":  # by hand, in the gateway's own pages, before it was fired
                return {key: Result(key, Outcome.NOT_SENT, "deleted", reference) for key in keys}
            known = self._listed(reference)
        except TROUBLE as no:
            if no.why == "404":
                return {key: Result(key, Outcome.IN_DOUBT, "no_group", reference) for key in keys}
            raise GatewayAway(no.why) from None
        return {key: known.get(key, Result(key, Outcome.IN_DOUBT, "unlisted", reference)) for key in keys}

    def read_reports(self, payload: bytes | Mapping[str, Any]) -> list[Report]:
        """Read a webhook's list, or a page of messages."""
        try:
            said = orjson.loads(payload) if isinstance(payload, bytes) else payload
            return [report for one in _messages(said) if (report := _report(one)) is not None]
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise ReportUnreadable(self.name) from error

    def reports(self, since: datetime, until: datetime) -> Iterator[Report]:
        query: dict[str, str | int] = {
            "dateType": "UPDATED",
            "startDate": _stamp(since),
            "endDate": _stamp(until),
            "limit": _PAGE,
        }
        try:
            for page in self._pages(_LIST, query):
                yield from self.read_reports(page)
        except TROUBLE as no:
            raise GatewayAway(no.why) from None

    def _requests(self, messages: Sequence[Message]) -> Iterator[bytes]:
        """As few requests as the gateway's limits allow."""
        some: list[bytes] = []
        weight = 0
        for message in messages:
            one = orjson.dumps(self._message(message))
            if some and (len(some) == MOST or weight + len(one) > _HEAVIEST):
                yield _joined(some)
                some, weight = [], 0
            some.append(one)
            weight += len(one) + 1
        yield _joined(some)

    def _message(self, message: Message) -> dict[str, Any]:
        said: dict[str, Any] = {
            "to": message.to,
            "from": self._account.sender,
            "text": message.body.text,
            "type": "LMS" if message.size is Size.LMS else "SMS",
            "customFields": {"key": message.key},
        }
        if message.size is Size.LMS and message.body.subject:
            said["subject"] = title(message)
        return said

    def _fired(self, reference: str, messages: Sequence[Message], said: Any) -> Iterator[Result]:
        """A group whose messages were all taken needs no list."""
        try:
            failed = int(said["count"]["registeredFailed"])
        except (KeyError, TypeError, ValueError):
            failed = 1
        if not failed:
            yield from (Result(one.key, Outcome.ACCEPTED, "", reference) for one in messages)
            return
        yield from self._by_its_word(reference, messages, "unlisted", Outcome.IN_DOUBT)

    def _by_its_word(
        self, reference: str, messages: Sequence[Message], why: str, waiting: Outcome
    ) -> Iterator[Result]:
        """What the group says; `waiting` is what it means when it says that it was not fired."""
        try:
            known = self.ask(reference, [one.key for one in messages])
        except GatewayAway:
            yield from every(messages, Outcome.IN_DOUBT, why)
            return
        for one in messages:
            yield known.get(one.key, Result(one.key, waiting, why))

    def _status(self, reference: str) -> str:
        said = self._wire.say("GET", f"{_GROUPS}/{reference}").said
        return str(said.get("status") if isinstance(said, dict) else "")

    def _listed(self, reference: str) -> dict[str, Result]:
        known: dict[str, Result] = {}
        for page in self._pages(f"{_GROUPS}/{reference}/messages", {"limit": _PAGE}):
            for one in _messages(page):
                key = _key(one)
                known[key] = Result(key, *_meant(str(one.get("statusCode"))), reference)
        return known

    def _pages(self, path: str, query: Mapping[str, str | int]) -> Iterator[Mapping[str, Any]]:
        start: dict[str, str | int] = {}
        while True:
            page = self._wire.say("GET", path, query={**query, **start}).said
            yield page
            if not page.get("nextKey"):
                return
            start = {"startKey": page["nextKey"]}


def authorization(account: Account, date: datetime, salt: str) -> str:
    """One request's signature; it is good once, and for fifteen minutes."""
    stamp = _stamp(date)
    signature = hmac.digest(account.secret.encode(), (stamp + salt).encode(), "sha256").hex()
    return f"HMAC-SHA256 apiKey={account.key}, date={stamp}, salt={salt}, signature={signature}"


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _joined(some: Sequence[bytes]) -> bytes:
    return b'{"messages":[' + b",".join(some) + b"]}"


def _meant(code: str) -> tuple[Outcome, str]:
    """What a message's status says of it, and its code when that is not good."""
    if code in _GOOD:
        return Outcome.ACCEPTED, ""
    if code in _MAY_AGAIN:
        return Outcome.NOT_SENT, code
    if code in _UNKNOWN or not (len(code) == 4 and code[0] in "1234"):
        return Outcome.IN_DOUBT, code[:40]
    return Outcome.REFUSED, said_of(LOST, code)


def _messages(said: Any) -> Iterable[Mapping[str, Any]]:
    """A webhook brings a list, whose entries may be wrapped; a page holds messages by name."""
    if isinstance(said, list):
        return [one.get("data", one) for one in said]
    found = said["messageList"]
    return list(found.values()) if isinstance(found, dict) else list(found)


def _key(one: Mapping[str, Any]) -> str:
    return str((one.get("customFields") or {}).get("key", ""))


def _report(one: Mapping[str, Any]) -> Report | None:
    """A report that is final, of a message of ours."""
    key, code = _key(one), str(one.get("statusCode"))
    if not key or code in ("2000", "3000") or code in _UNKNOWN:
        return None
    told = one.get("dateReported") or one.get("dateReceived") or one.get("dateUpdated")
    at = datetime.fromisoformat(str(told))
    outcome = Outcome.ACCEPTED if code == "4000" else Outcome.REFUSED
    why = "" if code == "4000" else said_of(LOST, code)
    return Report(key, outcome, why, at, str(one.get("groupId") or ""))
