"""Send messages once, and keep the texts that administrators write."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.notifications.enums import MessageState
from accounts.notifications.kinds import MessageKind, Text
from accounts.notifications.models import Message, MessageTemplate
from accounts.notifications.rendering import Rendered, render
from accounts.notifications.wording import check
from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from common.links.services import make_link, open_link

# A file that goes with a mail: its name, what is in it, its media type.
File = tuple[str, bytes, str]
# What a link at the foot of a digest is for, and how long it works.
UNSUBSCRIBE = "unsubscribe"
LEAVES_FOR = timedelta(days=400)
# From here on, the answer of a mail server will not change (RFC 5321, 4.2.1).
_FOR_GOOD = 500


class MailRefused(DomainError):
    code = "mail_refused"
    sentence = _("Le serveur de courriel refuse cette adresse : %(answer)s. Corrigez-la.")


def language_of(person: User | None) -> str:
    """Return the language a person reads mails in; French for whoever has no account."""
    return person.language if person else settings.LANGUAGE_CODE


def send_message(
    *,
    kind: MessageKind,
    key: str,
    to: User | str,
    values: Mapping[str, str],
    language: str = "",
    files: Sequence[File] = (),
) -> Message:
    """Mail a fact to a person, or to an address; for durable jobs to call, as often as they like.

    What was sent under `key` is not sent again. Raises MailRefused when the server refuses for
    good; another failure is written on the message, and raised for the job to try again.
    """
    person = to if isinstance(to, User) else None
    address = person.email if person else to
    if not address or set(values) != set(kind.placeholders):
        wrong = set(values) ^ set(kind.placeholders)
        problem = f"{kind.name} cannot be sent to {address!r}: look at {wrong}."
        raise ValueError(problem)
    language = language or language_of(person)
    leave = "" if kind.is_service or person is None else _way_out(person)
    rendered = render(text_of(kind, language), values, language=language, unsubscribe=leave)
    given = {
        "person": person, "to": address, "kind": kind.name, "language": language,
        "subject": rendered.subject,
        "page": values.get(kind.page, "").removeprefix(settings.PUBLIC_BASE_URL),
    }  # fmt: skip
    message, _is_new = Message.objects.get_or_create(key=key, defaults=given)
    if not message.is_sent:
        _hand_over(message, rendered, files, leave)
    return message


def _way_out(person: User) -> str:
    """Return the address where a person has no more digests, without signing in."""
    until = timezone.now() + LEAVES_FOR
    secret = make_link(purpose=UNSUBSCRIBE, object_id=person.pk, expires_at=until)
    return settings.PUBLIC_BASE_URL + reverse("unsubscribe:page", args=[secret])


def _one_click(leave: str) -> dict[str, str]:
    """Return what has a mail program show its own button to leave (RFC 8058)."""
    if not leave:
        return {}
    return {
        "List-Unsubscribe": f"<{leave}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


@transaction.atomic
def unsubscribe(*, secret: str) -> User:
    """Send no more digests to who holds this link. Twice is harmless. Raises LinkIsDead."""
    person = User.objects.get(pk=open_link(purpose=UNSUBSCRIBE, secret=secret))
    if person.wants_digests:
        person.wants_digests = False
        person.save(update_fields=["wants_digests"])
        record(actor=None, action="digests_refused", target=person)
    return person


def _hand_over(message: Message, rendered: Rendered, files: Sequence[File], leave: str) -> None:
    """Give the mail to the server, and write what it answered."""
    mail = EmailMultiAlternatives(
        rendered.subject, rendered.plain, to=[message.to],
        headers={
            # The same each time it is tried: sent twice by a broken connection, it is shown once.
            "Message-ID": f"<{message.pk}@{urlsplit(settings.PUBLIC_BASE_URL).hostname}>",
            # Nobody's absence is answered to the programme (RFC 3834).
            "Auto-Submitted": "auto-generated",
            **_one_click(leave),
        },
    )  # fmt: skip
    mail.attach_alternative(rendered.html, "text/html")
    for name, content, media_type in files:
        mail.attach(name, content, media_type)
    try:
        mail.send()
    except (SMTPException, OSError) as failure:
        code, answer = _answer(failure)
        _write(message, MessageState.FAILED, answer)
        if code >= _FOR_GOOD:
            raise MailRefused(answer=answer) from failure
        raise
    message.sent_at = timezone.now()
    _write(message, MessageState.SENT, "")


def _answer(failure: Exception) -> tuple[int, str]:
    """Return the code and the words of a server; 0 when it said nothing."""
    code: int = 0
    said: bytes | str = str(failure)
    if isinstance(failure, SMTPRecipientsRefused):
        code, said = next(iter(failure.recipients.values()))
    elif isinstance(failure, SMTPResponseException):
        code, said = failure.smtp_code, failure.smtp_error
    words = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    return code, f"{code or ''} {words}".strip()


def _write(message: Message, state: MessageState, error: str) -> None:
    message.state, message.error = state, error
    message.save(update_fields=["state", "error", "sent_at"])


def open_message(*, person: User, message: Message) -> str:
    """Note that a person opened a message of theirs on the site; return where it leads."""
    Message.objects.visible_to(person).unread().filter(pk=message.pk).update(read_at=timezone.now())
    return message.page


def read_all(*, person: User) -> int:
    """Note that a person has seen all their messages; return how many were new."""
    return Message.objects.visible_to(person).unread().update(read_at=timezone.now())


def text_of(kind: MessageKind, language: str) -> Text:
    """Return what a kind of message says: what an administrator wrote, or else the default."""
    written = MessageTemplate.objects.filter(kind=kind.name, language=language).first()
    return written.text if written and written.is_edited else kind.default_text(language)


@transaction.atomic
def write_template(*, actor: User, kind: MessageKind, language: str, text: Text) -> MessageTemplate:
    """Replace what a kind of message says. Raises what `wording.check` does."""
    check(kind, text)
    said = Text(text.subject.strip(), text.body.replace("\r\n", "\n").strip())
    return _keep(actor, kind, language, said, "message_text_changed")


@transaction.atomic
def reset_template(*, actor: User, kind: MessageKind, language: str) -> MessageTemplate:
    """Let a kind of message say its default text again."""
    return _keep(actor, kind, language, Text("", ""), "message_text_reset")


def _keep(
    actor: User, kind: MessageKind, language: str, text: Text, action: str
) -> MessageTemplate:
    before = text_of(kind, language)
    given = {
        "subject": text.subject, "body": text.body, "updated_by": actor,
        "updated_at": timezone.now(),
    }  # fmt: skip
    template, _is_new = MessageTemplate.objects.update_or_create(
        kind=kind.name, language=language, defaults=given
    )
    record(
        actor=actor, action=action, target=template, kind=kind.name, language=language,
        before={"subject": before.subject, "body": before.body},
        after={"subject": text.subject, "body": text.body},
    )  # fmt: skip
    return template
