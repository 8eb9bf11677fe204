"""Files: whole or in pieces, to the workshop and to who was shown the activity."""

import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.users.enums import Role
from modules.commons.services import add_asset
from modules.web.files.addresses import address_of, opens
from tests.learning.builders import a_person

pytestmark = pytest.mark.django_db


def a_file(name="film.mp4", data=b"0123456789"):
    return add_asset(actor=None, file=ContentFile(data), filename=name)


def ask(client, person, address, **headers):
    client.force_login(person)
    return client.get(address, headers=headers)


def whole(response):
    return b"".join(response.streaming_content)


def plain(asset):
    return f"/fichiers/{asset.pk}/{asset.name}"


@pytest.mark.parametrize("role", [Role.TRAINER, Role.ADMINISTRATOR])
def test_the_workshop_has_every_file(client, role):
    assert whole(ask(client, a_person(role), plain(a_file()))) == b"0123456789"


def test_others_have_a_file_by_the_address_signed_for_them_alone(client):
    asset, agent = a_file(), a_person()
    address = address_of(asset, agent)
    assert ask(client, agent, plain(asset)).status_code == 404
    assert whole(ask(client, agent, address)) == b"0123456789"
    assert ask(client, a_person(), address).status_code == 404
    other = a_file("autre.mp4", b"autre")
    assert ask(client, agent, address.replace(str(asset.pk), str(other.pk))).status_code == 404


def test_a_signed_address_is_the_same_all_day_and_good_until_the_next_evening(monkeypatch):
    asset, agent = a_file(), a_person()
    now = timezone.now()
    address = address_of(asset, agent)
    assert address == address_of(asset, agent)
    signed = re.search(r"acces=(.+)", address)[1]
    for days, is_good in ((1, True), (2, False)):
        later = now + timedelta(days=days)
        monkeypatch.setattr(timezone, "now", lambda later=later: later)
        assert opens(signed, asset.pk, agent) is is_good
    assert not opens(signed + "x", asset.pk, agent)


def test_a_film_is_given_in_pieces(client):
    response = ask(client, a_person(Role.TRAINER), plain(a_file()), Range="bytes=2-4")
    assert (response.status_code, whole(response)) == (206, b"234")
    assert response["Content-Range"] == "bytes 2-4/10"
    past = ask(client, a_person(Role.TRAINER), plain(a_file()), Range="bytes=99-")
    assert past.status_code == 416


@pytest.mark.parametrize(
    ("name", "shown"),
    [("film.mp4", "inline"), ("fiche.pdf", "inline"), ("fiche.docx", "attachment"),
     ("fiche.txt", "attachment"), ("lot.zip", "attachment")],
)  # fmt: skip
def test_what_a_browser_reads_is_shown_and_the_rest_is_saved(client, name, shown):
    response = ask(client, a_person(Role.TRAINER), plain(a_file(name)))
    whole(response)
    assert response["Content-Disposition"].startswith(shown)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "private" in response["Cache-Control"]
    assert "immutable" in response["Cache-Control"]


def test_a_file_the_browser_has_is_not_sent_again(client):
    asset = a_file()
    tag = f'"{asset.sha256}"'
    answer = ask(client, a_person(Role.TRAINER), plain(asset), **{"If-None-Match": tag})
    assert answer.status_code == 304
