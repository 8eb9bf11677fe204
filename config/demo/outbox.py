"""Where the demo's mails go: a folder, one file each, which its mailbox page reads."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage, Message
from email.parser import BytesHeaderParser, BytesParser
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage as Mail
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

# Sorts as time does; a worker and the web server may write at the same instant.
_STAMP = "%Y%m%dT%H%M%S%f"
_SUFFIX = ".eml"


class FolderBackend(BaseEmailBackend):
    """Write each mail whole, as a server would receive it."""

    def send_messages(self, email_messages: Sequence[Mail]) -> int:
        """Write the mails; return how many."""
        folder = _folder()
        folder.mkdir(parents=True, exist_ok=True)
        for mail in email_messages:
            name = f"{timezone.now():{_STAMP}}-{secrets.token_hex(3)}"
            being_written = folder / f"{name}.part"
            being_written.write_bytes(mail.message().as_bytes())
            being_written.rename(folder / f"{name}{_SUFFIX}")
        return len(email_messages)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A mail as a list of mails shows it."""

    name: str
    subject: str
    to: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a mail; `number` is its place among them."""

    number: int
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Opened:
    """A mail as one reads it."""

    envelope: Envelope
    plain: str
    html: str
    attachments: list[Attachment]


def names() -> list[str]:
    """Return the names of every mail, the newest first."""
    return sorted((path.stem for path in _folder().glob(f"*{_SUFFIX}")), reverse=True)


def envelope(name: str) -> Envelope:
    """Return what the list shows of a mail."""
    with (_folder() / f"{name}{_SUFFIX}").open("rb") as file:
        return _envelope(name, BytesHeaderParser(policy=policy.default).parse(file))


def opened(name: str) -> Opened | None:
    """Return a mail; None if there is none of that name."""
    if name not in names():
        return None
    with (_folder() / f"{name}{_SUFFIX}").open("rb") as file:
        mail = BytesParser(EmailMessage, policy=policy.default).parse(file)
    return Opened(
        envelope=_envelope(name, mail),
        plain=_text(mail, "plain"),
        html=_text(mail, "html"),
        attachments=[
            Attachment(
                number, part.get_filename() or "", part.get_content_type(),
                bytes(part.get_payload(decode=True)),
            )
            for number, part in enumerate(mail.iter_attachments())
        ],
    )  # fmt: skip


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "mail"


def _envelope(name: str, mail: Message) -> Envelope:
    at = datetime.strptime(name.partition("-")[0], _STAMP).replace(tzinfo=UTC)
    return Envelope(name, str(mail["Subject"] or ""), str(mail["To"] or ""), at)


def _text(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part else ""
