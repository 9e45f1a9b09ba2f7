"""Telling people by mail as it is usually written: a connection and an `EmailMessage` for each."""

import smtplib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

Words = Mapping[str, Any]


@dataclass
class Letters:
    """The same templates, compiled once."""

    folder: Path
    kind: str
    filters: Mapping[str, Any]

    @cached_property
    def _plain(self) -> Environment:
        return self._environment(False)

    @cached_property
    def _page(self) -> Environment:
        return self._environment(True)

    def _environment(self, escapes: bool) -> Environment:
        loader = FileSystemLoader(self.folder)
        made = Environment(
            loader=loader,
            autoescape=escapes,  # noqa: S701  # text has nothing to escape
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        made.filters.update(self.filters)
        return made

    def mail(self, key: str, to: str, words: Words, *, city: str, sender: str, at: datetime) -> EmailMessage:
        """One mail, put together by the standard library."""
        head, _, text = self._plain.get_template(f"{self.kind}.mail.txt.j2").render(words).partition("\n")
        page = self._page.get_template(f"{self.kind}.mail.html.j2").render(words)
        mail = EmailMessage(policy=SMTP)
        mail["From"] = Address(city, addr_spec=sender)
        mail["To"] = to
        mail["Subject"] = head.removeprefix("Subject: ").strip()
        mail["Date"] = format_datetime(at)
        mail["Message-ID"] = f"<{key}@{sender.partition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(text.strip() + "\n", cte="base64")
        mail.add_alternative(page, subtype="html", cte="base64")
        return mail


def send(mail: EmailMessage, port: int) -> None:
    """Call the server, send, and hang up."""
    with smtplib.SMTP("127.0.0.1", port, timeout=60) as server:
        server.send_message(mail)
