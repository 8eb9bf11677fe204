"""Sign-in: any verified address, passwords that hold, attempts counted in the database."""

import re

import pytest
from allauth.account.models import EmailAddress
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.users.models import User
from accounts.users.services import AgentDetails, find_or_create_agent
from tests.learning.builders import a_person

pytestmark = pytest.mark.django_db
PASSWORD = "quatre chevaux dans la brume"


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet():
    cache.clear()


@pytest.fixture
def maud():
    person = a_person(email="maud@montbrune.example", password=PASSWORD)
    for email, is_first in ((person.email, True), ("maud@perso.example", False)):
        EmailAddress.objects.create(user=person, email=email, verified=True, primary=is_first)
    return person


def sign_in(client, email, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


@pytest.mark.parametrize(
    "email", ["maud@montbrune.example", "MAUD@Montbrune.example", "maud@perso.example"]
)
def test_a_person_signs_in_with_any_of_their_verified_addresses(client, maud, email):
    assert sign_in(client, email).status_code == 302
    assert client.session["_auth_user_id"] == str(maud.pk)


def test_an_address_that_is_not_verified_does_not_sign_in(client, maud):
    EmailAddress.objects.create(user=maud, email="neuve@montbrune.example", verified=False)
    sign_in(client, "neuve@montbrune.example")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("onze signes", "password_too_short"),
        ("1234567890123", "password_entirely_numeric"),
        ("1q2w3e4r5t6y7u8i", "password_too_common"),
        ("maud@montbrune.example", "password_too_similar"),
    ],
)
def test_weak_passwords_are_refused(password, code):
    person = User(email="maud@montbrune.example", first_name="Maud", last_name="Cassagne")
    with pytest.raises(ValidationError) as refused:
        validate_password(password, person)
    assert code in [error.code for error in refused.value.error_list]


def test_twelve_characters_are_enough():
    validate_password("brume-cheval")


def test_a_failed_attempt_is_counted_in_the_database(client, maud):
    sign_in(client, maud.email, "pas le bon mot")
    attempt = AccessAttempt.objects.get()
    assert (attempt.username, attempt.failures_since_start) == (maud.email, 1)


def test_after_too_many_failures_even_the_right_password_is_refused_for_a_while(client, maud):
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        cache.clear()  # each attempt as if another server process received it
        sign_in(client, maud.email, "pas le bon mot")
    cache.clear()
    assert sign_in(client, maud.email).status_code in {403, 429}
    assert "_auth_user_id" not in client.session


def test_a_locked_address_does_not_lock_the_others(client, maud):
    other = a_person(email="lou@montbrune.example", password=PASSWORD)
    EmailAddress.objects.create(user=other, email=other.email, verified=True, primary=True)
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        cache.clear()
        sign_in(client, maud.email, "pas le bon mot")
    cache.clear()
    assert sign_in(client, other.email).status_code == 302


def link_of_the_last_mail():
    """Return the path of the link that the last mail holds."""
    return re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body).group(1)


def test_someone_their_school_enrolled_chooses_a_password_proves_their_address_and_signs_in(client):
    person = find_or_create_agent(
        details=AgentDetails(first_name="Lou", last_name="Nouvel", email="lou@montbrune.example")
    )
    client.post(reverse("account_reset_password"), {"email": "Lou@montbrune.example"})
    form = client.get(link_of_the_last_mail(), follow=True)
    client.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    sign_in(client, person.email)
    assert "_auth_user_id" not in client.session, "The address is not proved yet."
    client.post(link_of_the_last_mail())
    sign_in(client, person.email)
    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.usefixtures("maud")
def test_signing_up_with_a_known_address_tells_nobody_that_it_is_known(client):
    typed = {"email": "MAUD@montbrune.example", "password1": PASSWORD, "password2": PASSWORD}
    response = client.post(reverse("account_signup"), typed)
    assert response.status_code == 302
    assert response["Location"] == reverse("account_email_verification_sent")
    assert User.objects.filter(email__icontains="maud@montbrune").count() == 1
    assert mail.outbox[-1].to == ["maud@montbrune.example"]
