"""전자우편 꼴 a mail as bytes, put together by hand: the standard library's way takes two hundred times as long."""

import re
from base64 import b64encode
from binascii import b2a_base64
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache

from notifications.driver import Message
from notifications.sender import Sender
from states.canonical import digest

_WORD = 45  #: bytes in one encoded word, which may have 75 letters in all
_LINE = 76  #: letters in one line of base64
_MAILBOX = re.compile(r"[!-;=?-~]+@[!-;=?-~]+")  #: printable ASCII without blanks and angle brackets


def is_mailbox(address: str) -> bool:
    """Can this stand in an envelope? Nothing in it can begin another command."""
    return _MAILBOX.fullmatch(address) is not None


def mail(message: Message, sender: Sender, at: datetime) -> bytes:
    """The whole mail; the same message is the same mail, but for its date."""
    mark = f"={digest(message.key.encode())[:24]}="
    head = (
        f"From: {_subject(sender.city)} <{sender.mail}>\r\n"
        f"To: <{message.to}>\r\n"
        f"Subject: {_subject(message.body.subject)}\r\n"
        f"Date: {_date(at)}\r\n"
        f"Message-ID: {message_id(message.key, sender)}\r\n"
        f"{_way_out(message)}"
        "Auto-Submitted: auto-generated\r\n"
        "MIME-Version: 1.0\r\n"
        f'Content-Type: multipart/alternative; boundary="{mark}"\r\n\r\n'
    )
    text, page = _part("plain", message.body.text), _part("html", message.body.html)
    edge = f"--{mark}\r\n".encode()
    return b"".join((head.encode("ascii"), edge, text, edge, page, f"--{mark}--\r\n".encode()))


def _way_out(message: Message) -> str:
    """One click stops such mail (RFC 8058); the two lines are not folded, or no reader would know them."""
    if not message.way_out:
        return ""
    one_click = "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
    return f"List-Unsubscribe: <{message.way_out}>\r\n{one_click}"


def message_id(key: str, sender: Sender) -> str:
    """The mail's own name: the same on every try, so that two of them are seen to be one."""
    return f"<{key}@{sender.mail.partition('@')[2]}>"


_date = lru_cache(maxsize=8)(format_datetime)  # a batch leaves at one moment


@lru_cache(maxsize=64)  # a notice has one subject, and a city one name
def _subject(text: str) -> str:
    words = [_word(part) for part in _cut(text)]
    return "\r\n ".join(words)


def _word(text: str) -> str:
    return f"=?utf-8?b?{b64encode(text.encode()).decode()}?="


def _cut(text: str) -> list[str]:
    """Between letters, never within one."""
    parts, size = [""], 0
    for letter in text:
        more = len(letter.encode())
        if size + more > _WORD:
            parts.append("")
            size = 0
        parts[-1] += letter
        size += more
    return parts


def _part(kind: str, text: str) -> bytes:
    body = (text.replace("\r\n", "\n") if "\r" in text else text).replace("\n", "\r\n").encode()
    whole = b2a_base64(body, newline=False)
    lines = [whole[at : at + _LINE] for at in range(0, len(whole), _LINE)]
    head = f'Content-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    return head.encode() + b"\r\n".join(lines) + b"\r\n"
