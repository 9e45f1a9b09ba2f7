"""NAVER Cloud SENS as its guide describes it: signed requests of a hundred, and lists by time."""

import hmac
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from states.window import KST, kst
from tests.gateways import Line, Refused, Stub

KEY, SECRET, SERVICE = "ncp-access-key", "a-secret-of-a-gateway", "ncp:sms:kr:508:city"
_FORM = "%Y-%m-%d %H:%M:%S"
_SKEW = timedelta(minutes=5)


@dataclass
class SensStub(Stub):
    """The gateway's side; it keeps no key of ours, so the lines' keys are told apart by the words."""

    now: Callable[[], datetime] = lambda: kst("2030-05-01 10:00")
    page: int = 3
    key_of: Callable[[str, str], str] = lambda to, text: to
    lines: list[Line] = field(default_factory=list)
    lists_words: bool = True

    def sends(self, method: str, path: str) -> bool:
        return method == "POST"

    def prove(self, method: str, path: str, headers: Mapping[str, str]) -> None:
        stamp = headers["x-ncp-apigw-timestamp"]
        said = f"{method} {path}\n{stamp}\n{KEY}".encode()
        right = b64encode(hmac.digest(SECRET.encode(), said, "sha256")).decode()
        if headers["x-ncp-iam-access-key"] != KEY or headers["x-ncp-apigw-signature-v2"] != right:
            raise Refused(401, {"error": {"errorCode": "200", "message": "Authentication Failed"}})
        if abs(self.now().timestamp() - int(stamp) / 1_000) > _SKEW.total_seconds():
            raise Refused(401, {"error": {"errorCode": "200", "message": "timestamp"}})

    def answer(self, method: str, path: str, asked: Mapping[str, str], said: Any) -> Any:
        root = f"/sms/v2/services/{SERVICE}/messages"
        if not path.startswith(root):
            raise Refused(404, {"error": {"errorCode": "300"}})
        if method == "POST":
            return {"_": self._take(said)}
        if name := path.removeprefix(root).strip("/"):
            return {"messages": [_told(line, words=True) for line in self.lines if line.name == name]}
        return self._list(asked)

    def report(self, name: str, *keys: str) -> dict[str, Any]:
        """Something became of these: `success`, or a code of what went wrong."""
        lines = [line for line in self.lines if line.key in keys]
        for line in lines:
            line.status = name
        return {"messages": [_told(line, words=False) for line in lines]}

    def _take(self, said: Mapping[str, Any]) -> dict[str, str]:
        messages = said["messages"]
        if len(messages) > 100 or any(one["to"] in self.refuses for one in messages):
            raise Refused(400, {"statusCode": "400", "errorMessage": "invalid"})
        request = f"RSSA-{len(self.lines)}"
        at = self.now().astimezone(KST).strftime(_FORM)
        for one in messages:
            text = one.get("content", said["content"])
            name = f"{request}-{len(self.lines)}"
            line = Line(self.key_of(one["to"], text), one["to"], text, name, request, "", at)
            self.lines.append(line)
            self.taken.append(line)
        return {"requestId": request, "requestTime": at, "statusCode": "202", "statusName": "success"}

    def _list(self, asked: Mapping[str, str]) -> dict[str, Any]:
        by_end = "completeStartTime" in asked
        start, end = (
            (asked["completeStartTime"], asked["completeEndTime"])
            if by_end
            else (asked["requestStartTime"], asked["requestEndTime"])
        )
        lines = [line for line in self.lines if start <= line.at <= end and (line.status or not by_end)]
        first = int(asked["pageIndex"]) * self.page
        return {
            "statusCode": "202",
            "statusName": "success",
            "messages": [_told(one, words=self.lists_words) for one in lines[first : first + self.page]],
            "hasMore": first + self.page < len(lines),
        }


def _told(line: Line, *, words: bool) -> dict[str, Any]:
    name = "success" if line.status == "success" else "fail"
    code = "0" if line.status == "success" else line.status
    done = {"completeTime": line.at, "statusName": name, "statusCode": code}
    return {
        "requestId": line.request,
        "messageId": line.name,
        "requestTime": line.at,
        "to": line.to,
        "status": "COMPLETED" if line.status else "PROCESSING",
        **({"content": line.text} if words else {}),
        **(done if line.status else {}),
    }
