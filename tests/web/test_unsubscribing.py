"""Anybody's mail reader stops a mail with one click, and gateways post their reports with the secret alone."""

import pytest
from fastapi.testclient import TestClient

from door.house import House
from models.preference import consents_of
from models.report import counts_of_reports
from models.session import reading
from notifications.unsubscribe import token
from states.kind import Topic
from tests.visiting import text_of
from web.app import made

SECRET = "a-secret-of-the-gateway"  # noqa: S105
BOUNCE = b"""\
Content-Type: multipart/report; boundary="b"

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example.org

Action: failed
Status: 5.1.1

--b
Content-Type: message/rfc822

Message-ID: <2030-1.7.mail@example.org>

--b--
"""


@pytest.fixture
def door(house: House) -> TestClient:
    return TestClient(made(house))


def test_the_page_asks_first_and_one_click_does_not(house: House, door: TestClient) -> None:
    path = f"/unsubscribe/{token(house.ring, 7, Topic.VOTE)}"
    asked = door.get(path)
    assert "그만 받으시겠습니까" in text_of(asked)
    assert "그만 받을 수 없어" in text_of(asked)
    with reading(house.engine) as session:
        assert consents_of(session, 7) == []

    for _ in range(2):
        assert "더 보내지 않습니다" in text_of(door.post(path, data={"List-Unsubscribe": "One-Click"}))
    assert "이미 받지 않기로" in text_of(door.get(path))
    assert "다시 보내 드립니다" in text_of(door.post(path, data={"do": "again"}))
    with reading(house.engine) as session:
        assert [(one.wanted, one.source) for one in consents_of(session, 7)] == [
            (False, "one_click"),
            (True, "web"),
        ]

    answer = door.post("/unsubscribe/" + "A" * 60, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 404
    assert "누구의 알림인지 알 수 없습니다" in text_of(answer)


def test_reports_are_taken_from_who_knows_the_secret(
    house: House, door: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def _post(given: str, driver: str = "mail", body: bytes = BOUNCE) -> int:
        answer = door.post(f"/reports/{driver}", content=body, headers={"authorization": f"Bearer {given}"})
        return answer.status_code

    assert _post("") == 404, "no secret is set: none is taken"
    monkeypatch.setenv("HANMADANG_TELL_REPORT_SECRET", SECRET)
    assert [_post(""), _post(SECRET + "x"), _post(SECRET, "pigeon")] == [403, 403, 404]
    assert _post(SECRET, body=b"x" * (2**21 + 1)) == 413
    with reading(house.engine) as session:
        assert counts_of_reports(session) == {}

    assert [_post(SECRET), _post(SECRET)] == [200, 200]
    with reading(house.engine) as session:
        assert counts_of_reports(session) == {"unknown": (1, 2)}
