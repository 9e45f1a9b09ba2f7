"""NHN Cloud SMS v3.0 as its guide describes it: one body for a thousand, keys of ours, and errors in a good answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from states.window import KST, kst
from tests.gateways import Line, Refused, Stub

KEY, SECRET = "app-key", "a-secret-of-a-gateway"
_FORM = "%Y-%m-%d %H:%M:%S"


@dataclass
class NhnStub(Stub):
    """The gateway's side."""

    now: Callable[[], datetime] = lambda: kst("2030-05-01 10:00")
    result: int = 0  #: what a request comes to, whatever the HTTP status says
    lines: list[tuple[str, Line]] = field(default_factory=list)  #: with the door by which each came

    def sends(self, method: str, path: str) -> bool:
        return method == "POST"

    def prove(self, method: str, path: str, headers: Mapping[str, str]) -> None:
        if headers["X-Secret-Key"] != SECRET or f"/appKeys/{KEY}/" not in path:
            raise Refused(401, {})

    def answer(self, method: str, path: str, asked: Mapping[str, str], said: Any) -> Any:
        door = path.rsplit("/", 1)[1]
        if method == "POST":
            return self._take(door, said)
        if door == "message-results":
            return self._listed([line for _, line in self.lines if line.status], asked)
        wanted = [line for one, line in self.lines if one == door and _is(line, asked)]
        return self._listed(wanted, asked)

    def report(self, code: str, *keys: str) -> dict[str, Any]:
        """Something became of these: what the webhook brings, misspelt as in the guide."""
        lines = [line for _, line in self.lines if line.key in keys]
        for line in lines:
            line.status = code
        hooks = [
            {
                "requestId": line.request,
                "recipientSeq": int(line.name),
                "receiveDate": line.at.replace(" ", "T"),
                "messageStatus": "COMPLETED" if code == "1000" else "FAILED",
                "recipientGropuingKey": line.key,
                "resultCode": code,
            }
            for line in lines
        ]
        return {"productName": "SMS", "event": "MESSAGE_RESULT_UPDATE", "hooks": hooks}

    def _take(self, door: str, said: Mapping[str, Any]) -> dict[str, Any]:
        people = said["recipientList"]
        if self.result or len(people) > 1_000 or (door == "mms" and not said.get("title")):
            return {"header": _header(self.result or -2016)}
        request, at = f"20300501{len(self.lines):010}", self.now().astimezone(KST).strftime(_FORM)
        results = [self._line(door, said["body"], request, at, one) for one in people]
        data = {"requestId": request, "statusCode": "2", "sendResultList": results}
        return {"header": _header(0), "body": {"data": data}}

    def _line(self, door: str, text: str, request: str, at: str, one: Mapping[str, str]) -> dict[str, Any]:
        number, key = one["recipientNo"], one["recipientGroupingKey"]
        refused = number in self.refuses
        line = Line(key, number, text, str(len(self.lines) + 1), request, "", at)
        if not refused:
            self.lines.append((door, line))
            self.taken.append(line)
        code = -2019 if refused else 0
        return {
            "recipientNo": number,
            "resultCode": code,
            "recipientSeq": int(line.name),
            "recipientGroupingKey": key,
        }

    def _listed(self, lines: list[Line], asked: Mapping[str, str]) -> dict[str, Any]:
        size = int(asked["pageSize"])
        first = (int(asked["pageNum"]) - 1) * size
        data = [_told(line) for line in lines[first : first + size]]
        return {"header": _header(0), "body": {"totalCount": len(lines), "data": data}}


def _is(line: Line, asked: Mapping[str, str]) -> bool:
    if not asked["startCreateDate"] <= line.at <= asked["endCreateDate"]:
        return False
    group = asked.get("senderGroupingKey")
    return line.key.startswith(f"{group}.") if group else line.key == asked["recipientGroupingKey"]


def _told(line: Line) -> dict[str, Any]:
    state = {"": "2", "1000": "3"}.get(line.status, "0")
    done = {"resultCode": line.status, "resultDate": f"{line.at}.0"} if line.status else {}
    return {
        "requestId": line.request,
        "recipientSeq": int(line.name),
        "recipientNo": line.to,
        "msgStatus": state,
        "recipientGroupingKey": line.key,
        **done,
    }


def _header(code: int) -> dict[str, Any]:
    return {"isSuccessful": code == 0, "resultCode": code, "resultMessage": ""}
