"""Mail that comes back is read by the rules; what only looks like it says nothing."""

import pytest

from notifications.bounces import Bounces
from notifications.driver import ReportUnreadable
from states.delivery import Outcome
from states.window import kst

NOW = kst("2030-05-02 12:00")
_MAIL = """\
From: MAILER-DAEMON@relay.example.org
To: no-reply@example.org
Content-Type: {kind}; report-type=delivery-status; boundary="b"
MIME-Version: 1.0

--b
Content-Type: text/plain; charset=utf-8

It did not arrive.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example.org

Final-Recipient: rfc822; somebody@example.org
Action: {action}
Status: {status}
Last-Attempt-Date: {at}

--b
Content-Type: {part}

Message-ID: <{key}@example.org>
Subject: =?utf-8?b?7JWI64K0?=

--b--
"""


def mail(**more: str) -> bytes:
    said = {
        "kind": "multipart/report",
        "action": "failed",
        "status": "5.1.1",
        "at": "Thu, 02 May 2030 10:00:00 +0900",
        "part": "message/rfc822",
        "key": "2030-1.22.mail",
        **more,
    }
    return _MAIL.format(**said).encode()


def read(**more: str) -> list[tuple[str, str, str]]:
    return [(one.key, one.outcome, one.why) for one in Bounces(lambda: NOW).read_reports(mail(**more))]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        pytest.param({}, [("2030-1.22.mail", Outcome.REFUSED, "5.1.1")], id="failed"),
        pytest.param({"action": "delivered", "status": "2.0.0"}, [("2030-1.22.mail", Outcome.ACCEPTED, "2.0.0")], id="delivered"),
        pytest.param({"part": "text/rfc822-headers"}, [("2030-1.22.mail", Outcome.REFUSED, "5.1.1")], id="its head alone"),
        pytest.param({"action": "delayed", "status": "4.4.1"}, [], id="delayed is no last word"),
        pytest.param({"kind": "multipart/mixed"}, [], id="somebody answers"),
        pytest.param({"key": "a b"}, [], id="no name of a mail"),
        pytest.param({"status": "odd"}, [("2030-1.22.mail", Outcome.REFUSED, "")], id="no status"),
    ],
)  # fmt: skip
def test_what_a_mail_that_comes_back_says(more: dict[str, str], expected: list[tuple[str, str, str]]) -> None:
    assert read(**more) == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        pytest.param("Thu, 02 May 2030 10:00:00 +0900", kst("2030-05-02 10:00"), id="as it says"),
        pytest.param("Thu, 02 May 2041 10:00:00 +0900", NOW, id="not ahead of us"),
        pytest.param("yesterday", NOW, id="unreadable"),
    ],
)
def test_when_it_was_given_up(at: str, expected: object) -> None:
    (one,) = Bounces(lambda: NOW).read_reports(mail(at=at))
    assert one.at == expected


def test_what_is_no_mail_or_too_large_is_refused() -> None:
    with pytest.raises(ReportUnreadable):
        Bounces(lambda: NOW).read_reports(b"x" * (2**21 + 1))
    assert Bounces(lambda: NOW).read_reports(b"\xff\xfe not a mail") == []
