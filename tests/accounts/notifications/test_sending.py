"""A message leaves once per fact, and what became of it is written."""

from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core.mail import EmailMultiAlternatives

from accounts.notifications.kinds import Text
from accounts.notifications.models import Message, MessageTemplate
from accounts.notifications.services import (
    MailRefused,
    reset_template,
    send_message,
    write_template,
)
from accounts.users.enums import Role
from common.audit.models import AuditEntry
from tests.accounts.notifications.kinds import A_KIND, VALUES
from tests.learning.builders import a_person

pytestmark = pytest.mark.django_db


def send(to, key="fait:1", **more):
    return send_message(kind=A_KIND, key=key, to=to, values=VALUES, **more)


def test_a_fact_is_told_once_however_often_its_job_runs(mailoutbox):
    person = a_person()
    first, again = send(person), send(person)
    assert first == again
    assert [mail.to for mail in mailoutbox] == [[person.email]]
    assert (first.state, first.subject, first.error) == ("sent", "Pour Zoé", "")
    assert first.sent_at
    send(person, key="fait:2")
    assert len(mailoutbox) == 2


def test_it_leaves_as_plain_text_and_html_and_answers_no_absence(mailoutbox):
    send(a_person(), files=[("jours.ics", b"BEGIN", "text/calendar")])
    (mail,) = mailoutbox
    assert mail.body.startswith("Bonjour Zoé,\n\n- lundi")
    html, media_type = mail.alternatives[0]
    assert media_type == "text/html"
    assert '<html lang="fr">' in html
    assert mail.attachments[0][0] == "jours.ics"
    assert mail.message()["Auto-Submitted"] == "auto-generated"
    assert "List-Unsubscribe" not in mail.message(), "Nobody leaves what they enrolled in."


def test_a_person_is_written_to_in_their_language_and_a_stranger_in_french(mailoutbox):
    send(a_person(language="en"))
    send("cheffe@essai.example", key="fait:2")
    assert [mail.subject for mail in mailoutbox] == ["For Zoé", "Pour Zoé"]
    assert Message.objects.get(key="fait:2").person is None


@pytest.fixture
def server(monkeypatch):
    """Have the mail server answer what the test says, in turn."""
    answers = []

    def answer(_mail):
        found = answers.pop(0)
        if found:
            raise found

    monkeypatch.setattr(EmailMultiAlternatives, "send", answer)
    return answers


def test_a_server_that_fails_is_tried_again_under_the_same_name(server, monkeypatch):
    names = []
    headers = EmailMultiAlternatives.__init__

    def remember(mail, *args, **kwargs):
        names.append(kwargs["headers"]["Message-ID"])
        headers(mail, *args, **kwargs)

    monkeypatch.setattr(EmailMultiAlternatives, "__init__", remember)
    server += [SMTPServerDisconnected("parti"), None]
    person = a_person()
    with pytest.raises(SMTPServerDisconnected):
        send(person)
    held = Message.objects.get()
    assert (held.state, held.error) == ("failed", "parti")
    assert send(person).state == "sent"
    assert Message.objects.get().error == ""
    assert len(set(names)) == 1


def test_an_address_refused_for_good_is_not_tried_again(server):
    server += [SMTPRecipientsRefused({"x": (550, b"No such user")})]
    with pytest.raises(MailRefused, match="550 No such user"):
        send(a_person())
    assert Message.objects.get().error == "550 No such user"


def test_a_full_mailbox_may_empty(server):
    server += [SMTPRecipientsRefused({"x": (452, b"Mailbox full")})]
    with pytest.raises(SMTPRecipientsRefused):
        send(a_person())


def test_values_that_a_text_may_need_are_never_forgotten():
    with pytest.raises(ValueError, match="prenom"):
        send_message(kind=A_KIND, key="x", to=a_person(), values={"dates": ""})


def test_what_an_administrator_writes_is_what_leaves_until_it_is_reset(mailoutbox):
    administrator = a_person(Role.ADMINISTRATOR)
    text = Text("Bonjour {{ prenom }}", "Autre texte\n\n[Ici]({{ lien }})")
    write_template(actor=administrator, kind=A_KIND, language="fr", text=text)
    send(a_person())
    assert mailoutbox[0].subject == "Bonjour Zoé"
    assert "Autre texte" in mailoutbox[0].body
    reset_template(actor=administrator, kind=A_KIND, language="fr")
    send(a_person(), key="fait:2")
    assert mailoutbox[1].subject == "Pour Zoé"
    assert not MessageTemplate.objects.get().is_edited
    told = AuditEntry.objects.order_by("pk").values_list("action", "details__before__subject")
    assert list(told) == [
        ("message_text_changed", "Pour {{ prenom }}"),
        ("message_text_reset", "Bonjour {{ prenom }}"),
    ]
