"""Mail: as others read it, one connection for many, and only what was on its way in doubt."""

from collections.abc import Generator
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.channels.mime import is_mailbox, mail, message_id
from notifications.channels.smtp import Relay, Smtp
from notifications.driver import Message, Result
from notifications.render import Body
from states.delivery import Outcome
from states.handset import Size
from states.window import kst
from tests.catcher import Catcher, catching
from tests.telling import SENDER

AT = kst("2030-05-01 10:00")
BODY = Body(
    "투표를 시작했습니다.\n.\n..점으로 시작하는 줄\n",
    "시민투표를 시작했습니다" * 6,
    "<p>투표를 시작했습니다.</p>\n",
)


def messages(count: int, host: str = "example.org") -> list[Message]:
    return [Message(f"2030-1.{n}.mail", f"person{n}@{host}", BODY, Size.MAIL) for n in range(count)]


def send(catcher: Catcher, some: list[Message]) -> list[Result]:
    driver = Smtp(Relay("127.0.0.1", catcher.port, "none", seconds=5), SENDER, now=lambda: AT)
    return list(driver.fire("", some, lambda _: None))


def outcomes(results: list[Result]) -> list[str]:
    return [result.outcome for result in results]


@pytest.fixture(params=[True, False], ids=["pipelining", "one by one"])
def catcher(request: pytest.FixtureRequest) -> Generator[Catcher]:
    with catching(Catcher(pipelines=request.param)) as one:
        yield one


def test_many_mails_go_by_one_connection_and_arrive_as_they_were_written(catcher: Catcher) -> None:
    results = send(catcher, messages(20))

    assert outcomes(results) == ["accepted"] * 20
    assert [result.key for result in results] == [message.key for message in messages(20)]
    assert [address for address, _ in catcher.mails] == [message.to for message in messages(20)]
    assert catcher.connections == 1
    one = catcher.parsed[3]
    assert (one["Subject"], one["Message-ID"]) == (BODY.subject, "<2030-1.3.mail@example.org>")
    assert _text(one, "plain") == BODY.text
    assert _text(one, "html") == BODY.html


def test_an_unknown_recipient_is_refused_and_the_others_are_served(catcher: Catcher) -> None:
    catcher.refuses = ("person1@example.org",)
    catcher.later = ("person2@example.org",)

    results = send(catcher, messages(5))

    assert outcomes(results) == ["accepted", "refused", "not_sent", "accepted", "accepted"]
    assert [address for address, _ in catcher.mails] == [f"person{n}@example.org" for n in (0, 3, 4)]


def test_a_server_that_hangs_up_after_some_mails_is_called_again(catcher: Catcher) -> None:
    catcher.closes_after = 3

    assert outcomes(send(catcher, messages(8))) == ["accepted"] * 8
    assert len({address for address, _ in catcher.mails}) == len(catcher.mails) == 8
    assert catcher.connections >= 3


def test_cut_off_after_a_body_only_that_mail_is_in_doubt(catcher: Catcher) -> None:
    catcher.cuts_off_after = 2
    intended: list[str] = []
    driver = Smtp(Relay("127.0.0.1", catcher.port, "none", seconds=5), SENDER, now=lambda: AT)
    results = []
    for result in driver.fire("", messages(4), intended.append):
        results.append(result)
        if result.outcome is Outcome.IN_DOUBT:
            catcher.cuts_off_after = None

    assert outcomes(results) == ["accepted", "accepted", "in_doubt", "accepted"]
    assert len(catcher.mails) == 4, "what was in doubt had arrived, and was not sent again"
    assert intended == [message.key for message in messages(4)]


def test_no_server_nothing_sent() -> None:
    with catching(Catcher()) as gone:
        port = gone.port
    driver = Smtp(Relay("127.0.0.1", port, "none", seconds=1), SENDER, now=lambda: AT)
    intended: list[str] = []

    assert outcomes(list(driver.fire("", messages(3), intended.append))) == ["not_sent"] * 3
    assert intended == []


@pytest.mark.parametrize(
    "address",
    [
        "person@example.org\r\nBcc: all@example.org",
        "person@example.org>\r\nDATA",
        "<person@example.org>",
        "김@example.org",
        "nobody",
    ],
)
def test_an_address_that_could_say_more_than_an_address_is_refused(catcher: Catcher, address: str) -> None:
    some = [Message("2030-1.1.mail", address, BODY, Size.MAIL), *messages(1)]

    assert sorted(outcomes(send(catcher, some))) == ["accepted", "refused"]
    assert [to for to, _ in catcher.mails] == ["person0@example.org"]


def test_another_peoples_server_takes_it_too() -> None:
    handler = _Kept()
    with catching(Catcher()) as gone:
        port = gone.port  # free again
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        driver = Smtp(Relay("127.0.0.1", port, "none"), SENDER, now=lambda: AT)
        assert outcomes(list(driver.fire("", messages(5), lambda _: None))) == ["accepted"] * 5
    finally:
        controller.stop()
    assert len(handler.kept) == 5


def test_a_password_is_not_sent_to_a_server_without_encryption(catcher: Catcher) -> None:
    relay = Relay("127.0.0.1", catcher.port, "starttls", "user", "secret", seconds=5)
    driver = Smtp(relay, SENDER, now=lambda: AT)

    assert outcomes(list(driver.fire("", messages(2), lambda _: None))) == ["not_sent"] * 2
    assert "secret" not in repr(relay)
    assert catcher.mails == []


_WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=80).map(
    lambda text: " ".join(text.split()) or "가"
)


@settings(max_examples=30)
@given(subject=_WORDS, text=_WORDS, html=_WORDS)
def test_a_mail_by_hand_reads_as_one_by_the_library(subject: str, text: str, html: str) -> None:
    message = Message(
        "2030-1.7.mail", "person7@example.org", Body(text + "\n", subject, html + "\n"), Size.MAIL
    )
    ours = _parsed(mail(message, SENDER, AT))
    theirs = EmailMessage()
    theirs["Subject"], theirs["To"] = subject, "person7@example.org"
    theirs.set_content(text + "\n")
    theirs.add_alternative(html + "\n", subtype="html")
    again = _parsed(theirs.as_bytes())

    assert ours["Subject"] == again["Subject"]
    for kind in ("plain", "html"):
        assert _text(ours, kind) == _text(again, kind)
    assert max(map(len, mail(message, SENDER, AT).split(b"\r\n"))) <= 998


def test_a_mail_has_its_own_name_on_every_try() -> None:
    assert message_id("2030-1.7.mail", SENDER) == "<2030-1.7.mail@example.org>"
    assert is_mailbox("person7@example.org")


class _Kept:
    def __init__(self) -> None:
        self.kept: list[bytes] = []

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:  # noqa: N802
        self.kept.append(envelope.content)  # type: ignore[attr-defined]
        return "250 ok"


def _parsed(raw: bytes) -> EmailMessage:
    catcher = Catcher(mails=[("", raw)])
    return catcher.parsed[0]


def _text(one: EmailMessage, kind: str) -> str:
    (part,) = [part for part in one.walk() if part.get_content_type() == f"text/{kind}"]
    text: str = part.get_content()  # type: ignore[attr-defined]
    return text.replace("\r\n", "\n")
