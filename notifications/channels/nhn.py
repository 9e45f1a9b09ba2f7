"""엔에이치엔 the driver for NHN Cloud SMS: the same words to a thousand at once, each with a key of ours to ask by."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import orjson

from notifications.channels.account import Account
from notifications.channels.handing import hand_over, title
from notifications.channels.wire import TROUBLE, NotAnswered, NotTaken, Wire, Wrong
from notifications.driver import Can, GatewayAway, Intend, Message, Report, ReportUnreadable, Result
from states.delivery import Outcome
from states.handset import Size
from states.lost import Codes, Lost, said_of
from states.window import KST

MOST = 1_000  #: recipients in one request
_PAGE = 1_000
_BACK = timedelta(days=28)  #: how far back a list may look is a month
_DAY = timedelta(days=1)  #: the longest span of results in one question
_DOORS = {Size.SMS: "sms", Size.LMS: "mms"}

_GOOD, _SYSTEM = 0, (-9999, -2021)  #: the system's own error: it may have taken some before
#: something in the request is wrong, and in another one it need not be
_WRONG = (4, *range(-2024, -2013), *range(-2048, -2043))
_RESULT_GOOD = "1000"
#: what its codes mean, by the vendor's guide to its result codes: of a request's recipient, and of a reception
LOST: Codes = {
    Lost.NO_SUCH_NUMBER: ("-2018", "-2019", "1002", "3001", "3003"),
    Lost.UNSUBSCRIBED: ("-6001",),
    Lost.BLOCKED: ("3002", "3006", "3012", "3013"),
    Lost.HANDSET_OFF: ("2003", "2004", "2005", "2007", "3004", "3005", "3007", "3008", "3010"),
    Lost.EXPIRED: ("1019", "2000", "E919"),
    Lost.OURS: (
        *("-2014", "-2015", "-2016", "-2022", "-2023", "-2024", "1003", "3009"),
        *("3016", "3017", "3018", "3019", "E911", "E913", "E915"),
    ),
    Lost.UNKNOWN: ("1001", "2001", "2002", "2006", "3000", "3011", "3014", "3015", "E999"),
}
#: where a message stands, by its state in the list; one that is not named here was taken and may yet arrive
_STATES = {
    "0": (Outcome.REFUSED, "failed"),
    "4": (Outcome.REFUSED, "cancelled"),
    "5": (Outcome.REFUSED, "duplicate"),
    "6": (Outcome.REFUSED, "advertising"),
}


class Nhn:
    """A gateway that keeps a key of ours with each message, and can be asked by it."""

    name = "nhn"

    def __init__(self, account: Account, *, now: Callable[[], datetime]) -> None:
        self._account, self._now = account, now
        self.can = Can(most=min(account.most, MOST), queryable=True)
        self._root = f"/sms/v3.0/appKeys/{quote(account.key, safe='')}"
        self._wire = Wire(
            account.base, lambda method, path: {"X-Secret-Key": account.secret}, seconds=account.seconds
        )

    def prepare(self, messages: Sequence[Message]) -> str:
        return ""

    def fire(self, reference: str, messages: Sequence[Message], intend: Intend) -> Iterator[Result]:
        return hand_over(_requests(messages), self._send, intend)

    def ask(self, reference: str, keys: Sequence[str]) -> Mapping[str, Result]:
        """The notice's own list first; who is not in it is looked for by name, for a list may skip a line."""
        try:
            known = {
                key: result
                for group in sorted({_group(key) for key in keys})
                for key, result in self._taken({"senderGroupingKey": group})
            }
            for key in keys:
                if key not in known:
                    known.update(self._taken({"recipientGroupingKey": key}))
        except TROUBLE as no:
            raise GatewayAway(no.why) from None
        except (KeyError, TypeError, AttributeError):
            raise GatewayAway("unreadable") from None
        return {key: known[key] for key in keys if key in known}

    def read_reports(self, payload: bytes | Mapping[str, Any]) -> list[Report]:
        """Read a webhook's list, or a page of results."""
        try:
            said = orjson.loads(payload) if isinstance(payload, bytes) else payload
            if said.get("event", _RESULTS) != _RESULTS:
                return []
            lines = said["hooks"] if "hooks" in said else _lines(said)
            return [report for line in lines if (report := _report(line)) is not None]
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise ReportUnreadable(self.name) from error

    def reports(self, since: datetime, until: datetime) -> Iterator[Report]:
        try:
            while since < until:
                end = min(since + _DAY, until)
                span = {"startUpdateDate": _stamp(since), "endUpdateDate": _stamp(end)}
                for page in self._pages("message-results", span):
                    yield from self.read_reports(page)
                since = end
        except TROUBLE as no:
            raise GatewayAway(no.why) from None

    def _send(self, some: Sequence[Message]) -> Sequence[Result]:
        path = f"{self._root}/sender/{_DOORS[some[0].size]}"
        said = self._wire.say("POST", path, content=orjson.dumps(self._request(some))).said
        try:
            _must_be_good(int(said["header"]["resultCode"]))
            data = said["body"]["data"]
            lines = {str(line["recipientGroupingKey"]): line for line in data["sendResultList"]}
            return [_result(one.key, lines.get(one.key), str(data["requestId"])) for one in some]
        except (KeyError, TypeError, ValueError):
            raise NotAnswered("unreadable") from None

    def _request(self, some: Sequence[Message]) -> dict[str, Any]:
        first = some[0]
        said: dict[str, Any] = {
            "body": first.body.text,
            "sendNo": self._account.sender,
            "senderGroupingKey": _group(first.key),
            "recipientList": [{"recipientNo": one.to, "recipientGroupingKey": one.key} for one in some],
        }
        if first.size is Size.LMS:
            said["title"] = title(first) or first.body.text.split("\n", 1)[0][:20]
        return said

    def _taken(self, by: Mapping[str, str]) -> Iterator[tuple[str, Result]]:
        span = {"startCreateDate": _stamp(self._now() - _BACK), "endCreateDate": _stamp(self._now() + _DAY)}
        for door in _DOORS.values():
            for page in self._pages(f"sender/{door}", {**span, **by}):
                for line in _lines(page):
                    key = str(line.get("recipientGroupingKey"))
                    outcome, why = _STATES.get(str(line["msgStatus"]), (Outcome.ACCEPTED, ""))
                    yield key, Result(key, outcome, why, _reference(line["requestId"], line))

    def _pages(self, path: str, query: Mapping[str, str | int]) -> Iterator[Mapping[str, Any]]:
        page = 1
        while True:
            asked = {**query, "pageNum": page, "pageSize": _PAGE}
            said = self._wire.say("GET", f"{self._root}/{path}", query=asked).said
            if said["header"]["resultCode"] != _GOOD:
                raise NotTaken(str(said["header"]["resultCode"]))
            yield said
            if page * _PAGE >= int(said["body"]["totalCount"]):
                return
            page += 1


_RESULTS = "MESSAGE_RESULT_UPDATE"


def _requests(messages: Sequence[Message]) -> Iterator[list[Message]]:
    """The same words go together: a request has one body for all its numbers."""
    alike: dict[tuple[Size, str, str], list[Message]] = {}
    for one in messages:
        alike.setdefault((one.size, one.body.text, one.body.subject), []).append(one)
    for some in alike.values():
        for start in range(0, len(some), MOST):
            yield some[start : start + MOST]


def _group(key: str) -> str:
    """The notice, as it can be found in the gateway's own pages."""
    return key.split(".", 1)[0]


def _must_be_good(code: int) -> None:
    if code in _SYSTEM:
        raise NotAnswered(str(code))
    if code in _WRONG:
        raise Wrong(str(code))
    if code != _GOOD:  # our key, our number, our month's limit: nothing was taken
        raise NotTaken(str(code))


def _result(key: str, line: Mapping[str, Any] | None, request: str) -> Result:
    if line is None:  # it was not refused, and not confirmed
        return Result(key, Outcome.IN_DOUBT, "unlisted", request)
    code = int(line.get("resultCode") or 0)
    if code == _GOOD:
        return Result(key, Outcome.ACCEPTED, "", _reference(request, line))
    outcome = Outcome.REFUSED if code in _WRONG or code == -6001 else Outcome.NOT_SENT
    if outcome is Outcome.REFUSED:
        return Result(key, outcome, said_of(LOST, str(code)))
    return Result(key, outcome if code not in _SYSTEM else Outcome.IN_DOUBT, str(code))


def _reference(request: object, line: Mapping[str, Any]) -> str:
    return f"{request}:{line['recipientSeq']}"


def _stamp(moment: datetime) -> str:
    return moment.astimezone(KST).strftime("%Y-%m-%d %H:%M:%S")


def _lines(said: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The guide's sample and its table differ on where the lines are."""
    data = said["body"]["data"]
    found: Sequence[Mapping[str, Any]] = data["resultUpdateList"] if isinstance(data, dict) else data
    return found


def _report(line: Mapping[str, Any]) -> Report | None:
    """A result that is final, of a message of ours; one sample of the guide misspells the key's name."""
    key = line.get("recipientGroupingKey") or line.get("recipientGropuingKey")
    code, state = line.get("resultCode"), line.get("messageStatus", "")
    told = line.get("resultDate") or line.get("receiveDate") or line.get("updateDate")
    if not key or not told or not (code or state):
        return None
    good = str(code) == _RESULT_GOOD if code else state == "COMPLETED"
    at = datetime.fromisoformat(str(told)[:19].replace(" ", "T")).replace(tzinfo=KST).astimezone(UTC)
    outcome = Outcome.ACCEPTED if good else Outcome.REFUSED
    why = "" if good else said_of(LOST, str(code or state))
    return Report(str(key), outcome, why, at, _reference(line["requestId"], line))
