"""SOLAPI as its guide describes it: groups that are made, filled and sent once, and messages by pages."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.gateways import Line, Refused, Stub

KEY, SECRET = "NCSAYU7YDBXYORXC", "a-secret-of-a-gateway"
_AT = "2030-05-01T01:00:00.000Z"
_PRICES = {kind: {"82": 20.0} for kind in ("sms", "lms")}


@dataclass
class Group:
    """One group, and whether it was sent."""

    lines: list[Line] = field(default_factory=list)
    failed: list[Line] = field(default_factory=list)
    status: str = "PENDING"


@dataclass
class SolapiStub(Stub):
    """The gateway's side."""

    groups: dict[str, Group] = field(default_factory=dict)
    signatures: set[str] = field(default_factory=set)
    page: int = 3
    forgets_fired: bool = False  #: a group can be sent again: what the guide leaves open, at its worst

    def sends(self, method: str, path: str) -> bool:
        return method == "POST" and path.endswith(("/send", "/send-many/detail"))

    def prove(self, method: str, path: str, headers: Mapping[str, str]) -> None:
        said = dict(
            part.strip().split("=", 1) for part in headers["Authorization"].split(" ", 1)[1].split(",")
        )
        said = {name.lower(): value for name, value in said.items()}
        right = hmac.digest(SECRET.encode(), (said["date"] + said["salt"]).encode(), "sha256").hex()
        if said["apikey"] != KEY or said["signature"] != right:
            raise Refused(403, {"errorCode": "SignatureDoesNotMatch", "errorMessage": "no"})
        if right in self.signatures:
            raise Refused(403, {"errorCode": "DuplicatedSignature", "errorMessage": "no"})
        self.signatures.add(right)

    def answer(self, method: str, path: str, asked: Mapping[str, str], said: Any) -> Any:
        parts = path.strip("/").split("/")[2:]
        if parts == ["list-old"]:
            return self._page([line for one in self.groups.values() for line in _lines(one)], asked)
        if parts == ["send-many", "detail"]:
            return self._send_many(said)
        if parts == ["groups"]:
            return self._group(self._made())
        name = parts[1]
        if name not in self.groups:
            raise Refused(404, {"errorCode": "ResourceNotFound", "errorMessage": "no group"})
        match (method, parts[2:]):
            case ("PUT", ["messages"]):
                return self._add(name, said["messages"])
            case ("POST", ["send"]):
                return self._fire(name)
            case ("GET", ["messages"]):
                return self._page(_lines(self.groups[name]), asked)
        return self._group(name)

    def report(self, code: str, *keys: str) -> list[dict[str, Any]]:
        """Something became of these: what the webhook brings."""
        lines = [line for group in self.groups.values() for line in group.lines if line.key in keys]
        for line in lines:
            line.status, line.at = code, _AT
        return [_told(line) for line in lines]

    def _made(self) -> str:
        name = f"G4V2030050110000{len(self.groups):012}"
        self.groups[name] = Group()
        return name

    def _add(self, name: str, messages: list[dict[str, Any]]) -> dict[str, Any]:
        group = self.groups[name]
        if len(messages) > 10_000:
            raise Refused(400, {"errorCode": "ValidationError", "errorMessage": "too many"})
        if group.status != "PENDING":
            raise Refused(400, {"errorCode": "NotPending", "errorMessage": "no"})
        results = [self._line(name, one) for one in messages]
        told = [{**_told(line), "statusMessage": "", "accountId": "1"} for line in results]
        return {"errorCount": sum(line.status != "2000" for line in results), "resultList": told}

    def _line(self, name: str, said: Mapping[str, Any]) -> Line:
        group = self.groups[name]
        key = (said.get("customFields") or {}).get("key", "")
        number = len(group.lines) + len(group.failed)
        line = Line(key, said["to"], said["text"], f"M4V{number:08}{name}", name, "2000", _AT)
        if line.to in self.refuses:
            line.status = "1011"
            group.failed.append(line)
        else:
            group.lines.append(line)
        return line

    def _fire(self, name: str) -> dict[str, Any]:
        group = self.groups[name]
        if group.status != "PENDING" and not self.forgets_fired:
            raise Refused(400, {"errorCode": "GroupNotPending", "errorMessage": "sent before"})
        group.status = "SENDING"
        for line in group.lines:
            line.status = "3000"
        self.taken += group.lines
        return self._group(name)

    def _send_many(self, said: Mapping[str, Any]) -> dict[str, Any]:
        name = self._made()
        self._add(name, said["messages"])
        self._fire(name)
        group = self.groups[name]
        failed = [{**_told(line), "statusMessage": "", "accountId": "1"} for line in group.failed]
        return {"groupInfo": self._group(name), "failedMessageList": failed}

    def _page(self, lines: list[Line], asked: Mapping[str, str]) -> dict[str, Any]:
        start = int(asked.get("startKey", 0))
        end = start + min(self.page, int(asked.get("limit", 20)))
        more = {"nextKey": str(end)} if end < len(lines) else {}
        told = {line.name: _told(line) for line in lines[start:end]}
        return {"startKey": None, "limit": self.page, "messageList": told, **more}

    def _group(self, name: str) -> dict[str, Any]:
        group = self.groups[name]
        total = len(group.lines) + len(group.failed)
        counts = dict.fromkeys(("sentTotal", "sentSuccess", "sentPending", "sentReplacement", "refund"), 0)
        cash = {"requested": 0, "replacement": 0, "refund": 0, "sum": 0}
        return {
            "groupId": name,
            "status": group.status,
            "count": {
                **counts,
                "total": total,
                "registeredFailed": len(group.failed),
                "registeredSuccess": len(group.lines),
            },
            "countForCharge": _PRICES,
            "balance": cash,
            "point": cash,
            "app": {"profit": {}, "appId": None},
            "log": [],
            "allowDuplicates": True,
            "isRefunded": False,
            "accountId": "1",
            "masterAccountId": None,
            "apiVersion": "4",
            "price": {},
            "dateCreated": datetime(2030, 5, 1, tzinfo=UTC).isoformat(),
            "dateUpdated": datetime(2030, 5, 1, tzinfo=UTC).isoformat(),
        }


def _lines(group: Group) -> list[Line]:
    return [*group.lines, *group.failed]


def _told(line: Line) -> dict[str, Any]:
    return {
        "messageId": line.name,
        "groupId": line.request,
        "to": line.to,
        "from": "0212345678",
        "type": "SMS",
        "country": "82",
        "text": line.text,
        "statusCode": line.status,
        "customFields": {"key": line.key} if line.key else {},
        "dateReported": line.at,
    }
