"""The account pages and letters of the sign-in library, in our look and our words."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

import frontend

MAILS = sorted(
    path.stem.removesuffix("_message")
    for path in (Path(frontend.__file__).parent / "templates/account/email").glob("*_message.txt")
    if not path.stem.startswith("base_")
)
CONTEXT = {
    "email": "maud@montbrune.example",
    "from_email": "maud@montbrune.example",
    "to_email": "maud.cassagne@montbrune.example",
    "deleted_email": "maud@montbrune.example",
    "activate_url": "https://reenchantez.example/comptes/confirmer/abc/",
    "password_reset_url": "https://reenchantez.example/comptes/mot-de-passe/abc/",
    "signup_url": "https://reenchantez.example/comptes/creer/",
    "code": "",
    "ip": "192.0.2.7",
    "user_agent": "Firefox",
    "timestamp": "17 mars 2027, 9 h 12",
}


@pytest.mark.parametrize("name", MAILS)
def test_letters_are_ours_from_subject_to_signature(name):
    subject = render_to_string(f"account/email/{name}_subject.txt", CONTEXT).strip()
    body = render_to_string(f"account/email/{name}_message.txt", CONTEXT)
    assert "\n" not in subject
    assert subject
    assert body.startswith("Bonjour,")
    assert "L’équipe de Réenchantez" in body
    assert not re.search(r"\b(you|your|email|password|account)\b", subject + body)


@pytest.mark.parametrize(
    ("name", "link"),
    [
        ("email_confirmation", "activate_url"),
        ("email_confirmation_signup", "activate_url"),
        ("password_reset_key", "password_reset_url"),
        ("account_already_exists", "password_reset_url"),
        ("unknown_account", "signup_url"),
    ],
)
def test_letters_that_ask_for_something_hold_the_link(name, link):
    assert CONTEXT[link] in render_to_string(f"account/email/{name}_message.txt", CONTEXT)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("route", "title"),
    [
        ("account_login", "Se connecter"),
        ("account_signup", "Créer un compte"),
        ("account_reset_password", "Mot de passe oublié"),
        ("account_reset_password_done", "Regardez votre boîte aux lettres"),
        ("account_email_verification_sent", "Plus qu’un pas"),
        ("account_inactive", "Ce compte est fermé"),
    ],
)
def test_a_visitor_reads_the_account_pages_in_french(client, route, title):
    html = client.get(reverse(route)).content.decode()
    assert re.search(rf"<h1>\s*{title}", html)
    assert 'class="site-header' in html


@pytest.mark.django_db
def test_a_wrong_password_keeps_the_address_and_says_what_is_wrong(client):
    typed = {"login": "maud@montbrune.example", "password": "pas le bon"}
    html = client.post(reverse("account_login"), typed).content.decode()
    assert 'value="maud@montbrune.example"' in html
    assert 'role="alert"' in html


@pytest.mark.django_db
def test_a_used_link_says_that_nothing_changed_and_offers_a_new_one(client):
    url = reverse("account_reset_password_from_key", kwargs={"uidb36": "1", "key": "used-link"})
    html = client.get(url, follow=True).content.decode()
    assert "Ce lien ne sert plus" in html
    assert reverse("account_reset_password") in html
