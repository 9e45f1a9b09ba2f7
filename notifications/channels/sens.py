"""센스 the driver for NAVER Cloud SENS: a hundred at a time, no key of ours, so a doubt is lifted by number, words and time."""

import hmac
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import orjson

from notifications.channels.account import Account
from notifications.channels.handing import hand_over, title
from notifications.channels.wire import TROUBLE, NotAnswered, NotTaken, Wire, Wrong
from notifications.driver import Can, GatewayAway, Intend, Message, Report, ReportUnreadable, Result
from notifications.recall import Handed, Recall
from states.delivery import Outcome
from states.handset import Size
from states.lost import Codes, Lost, said_of
from states.window import KST

MOST = 100  #: recipients in one request
_PAGE = 100
_AROUND = timedelta(minutes=30)  #: longer than a batch may be in hand: after it nobody writes any more
_DAY = timedelta(days=1)  #: the longest span of completion times in one question
#: what its codes mean, by the table of result codes in the vendor's guide to its list of messages (SMS API v2)
LOST: Codes = {
    Lost.NO_SUCH_NUMBER: ("3001", "3003", "E901"),
    Lost.UNSUBSCRIBED: ("E916", "E917"),
    Lost.BLOCKED: ("3002", "3012"),
    Lost.HANDSET_OFF: ("2003", "2004", "2005", "3008"),
    Lost.EXPIRED: ("2000",),
    Lost.OURS: ("3009", "3017", "3018", "3019", "3022", "3023", "E904", "E915"),
    Lost.UNKNOWN: ("2001", "2002", "3000"),
}


class Sens:
    """A gateway that takes a hundred messages with words of their own, and lists what it took when."""

    name = "sens"

    def __init__(self, account: Account, *, now: Callable[[], datetime], recall: Recall) -> None:
        self._account, self._now, self._recall = account, now, recall
        self.can = Can(most=min(account.most, MOST), queryable=True)
        self._path = f"/sms/v2/services/{quote(account.service, safe=':')}/messages"
        self._wire = Wire(
            account.base,
            lambda method, path: signed(account, method, path, now()),
            seconds=account.seconds,
        )

    def prepare(self, messages: Sequence[Message]) -> str:
        return ""

    def fire(self, reference: str, messages: Sequence[Message], intend: Intend) -> Iterator[Result]:
        return hand_over(self._requests(messages), self._send, intend)

    def ask(self, reference: str, keys: Sequence[str]) -> Mapping[str, Result]:
        """A message that was taken is listed with its number and its words; each line of the list is one message."""
        handed = self._recall.handed(keys)
        found = {
            key: Result(key, Outcome.IN_DOUBT, "no_address") for key in keys if key not in handed
        }  # without its number nobody can look for it
        if not handed:
            return found
        try:
            return found | self._recognised(handed)
        except TROUBLE as no:
            raise GatewayAway(no.why) from None
        except (KeyError, TypeError, AttributeError):
            raise GatewayAway("unreadable") from None

    def read_reports(self, payload: bytes | Mapping[str, Any]) -> list[Report]:
        """Read a page of the list; the books say whose number it was."""
        try:
            said = orjson.loads(payload) if isinstance(payload, bytes) else payload
            lines = [line for line in said["messages"] if line.get("status", "COMPLETED") == "COMPLETED"]
            booked = self._recall.under(sorted({str(line["requestId"]) for line in lines}))
            left = {name: list(messages) for name, messages in booked.items()}
            return [report for line in lines if (report := _report(line, left)) is not None]
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise ReportUnreadable(self.name) from error

    def reports(self, since: datetime, until: datetime) -> Iterator[Report]:
        try:
            while since < until:
                end = min(since + _DAY, until)
                span = {"completeStartTime": _stamp(since), "completeEndTime": _stamp(end)}
                yield from self.read_reports({"messages": list(self._lines(span))})
                since = end
        except TROUBLE as no:
            raise GatewayAway(no.why) from None

    def _requests(self, messages: Sequence[Message]) -> Iterator[list[Message]]:
        for size in (Size.SMS, Size.LMS):
            some = [one for one in messages if one.size is size]
            for start in range(0, len(some), MOST):
                yield some[start : start + MOST]

    def _send(self, some: Sequence[Message]) -> Sequence[Result]:
        said = self._wire.say("POST", self._path, content=orjson.dumps(self._request(some))).said
        if not isinstance(said, dict) or "requestId" not in said:
            raise NotAnswered("unreadable")
        code = str(said.get("statusCode", "202"))
        if code != "202":
            raise Wrong(code) if code.startswith("4") else NotAnswered(code)
        if said.get("statusName") == "fail":
            raise NotTaken("fail")
        return [Result(one.key, Outcome.ACCEPTED, "", str(said["requestId"])) for one in some]

    def _request(self, some: Sequence[Message]) -> dict[str, Any]:
        first = some[0]
        return {
            "type": "LMS" if first.size is Size.LMS else "SMS",
            "contentType": "COMM",
            "countryCode": "82",
            "from": self._account.sender,
            "content": first.body.text,
            "messages": [self._message(one) for one in some],
        }

    def _message(self, one: Message) -> dict[str, str]:
        said = {"to": one.to, "content": one.body.text}
        if one.size is Size.LMS and one.body.subject:
            said["subject"] = title(one)
        return said

    def _recognised(self, handed: Mapping[str, Handed]) -> dict[str, Result]:
        begun = [one.at for one in handed.values()]
        span = {
            "requestStartTime": _stamp(min(begun) - _AROUND),
            "requestEndTime": _stamp(min(max(begun) + _AROUND, self._now() + _AROUND)),
        }
        numbers = {one.message.to for one in handed.values()}
        lines = [line for line in self._lines(span) if line["to"] in numbers]
        booked = set(self._recall.under(sorted({str(line["requestId"]) for line in lines})))
        free = [line for line in lines if str(line["requestId"]) not in booked]
        found: dict[str, Result] = {}
        for key, one in handed.items():
            line = next((line for line in free if self._is(line, one.message)), None)
            if line is not None:
                free.remove(line)  # two who share a telephone are two lines
                found[key] = Result(key, *_meant(line), str(line["requestId"]))
        return found

    def _is(self, line: dict[str, Any], message: Message) -> bool:
        if line["to"] != message.to:
            return False
        if "content" not in line:  # the list is short: the line itself has the words
            said = self._wire.say("GET", f"{self._path}/{line['messageId']}").said
            line["content"] = said["messages"][0]["content"]
        return bool(line["content"] == message.body.text)

    def _lines(self, span: Mapping[str, str | int]) -> Iterator[dict[str, Any]]:
        page = 0
        while True:
            said = self._wire.say(
                "GET", self._path, query={**span, "pageSize": _PAGE, "pageIndex": page}
            ).said
            yield from said["messages"]
            page += 1
            if not said.get("hasMore"):
                return


def signed(account: Account, method: str, path: str, at: datetime) -> dict[str, str]:
    """The headers of one request: signed with its method, its address and its moment."""
    stamp = str(int(at.timestamp() * 1_000))
    said = f"{method} {path}\n{stamp}\n{account.key}".encode()
    signature = b64encode(hmac.digest(account.secret.encode(), said, "sha256")).decode()
    return {
        "x-ncp-apigw-timestamp": stamp,
        "x-ncp-iam-access-key": account.key,
        "x-ncp-apigw-signature-v2": signature,
    }


def _stamp(moment: datetime) -> str:
    return moment.astimezone(KST).strftime("%Y-%m-%d %H:%M:%S")


def _meant(line: Mapping[str, Any]) -> tuple[Outcome, str]:
    """What a line says of a message that was taken: it may have failed since."""
    if line.get("status") == "COMPLETED" and line.get("statusName") == "fail":
        return Outcome.REFUSED, said_of(LOST, str(line.get("statusCode") or "fail"))
    return Outcome.ACCEPTED, ""


def _report(line: Mapping[str, Any], left: Mapping[str, list[Message]]) -> Report | None:
    if line.get("statusName") not in ("success", "fail") or not line.get("completeTime"):
        return None
    name = str(line["requestId"])
    message = _whose(line, left.get(name, ()))
    if message is None:
        return None
    left[name].remove(message)
    outcome, why = _meant({**line, "status": "COMPLETED"})
    at = datetime.strptime(str(line["completeTime"])[:19].replace("T", " "), "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007  # it has Korean time
    return Report(message.key, outcome, why, at.replace(tzinfo=KST).astimezone(UTC), name)


def _whose(line: Mapping[str, Any], messages: Iterable[Message]) -> Message | None:
    return next((one for one in messages if one.to == line["to"]), None)
