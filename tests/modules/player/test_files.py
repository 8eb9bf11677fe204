"""The frame and its files: no cookie, no session, one person's day, pieces of films."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core import signing
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from modules.contents.models import ContentVersion
from modules.web.player import addresses
from modules.web.player.addresses import (
    Viewer,
    content_prefix,
    frame_address,
    read_content_prefix,
    read_frame_token,
    viewer_mark,
)
from modules.web.player.core import core_digest
from tests.learning.builders import a_person
from tests.modules.contents.senders import a_content
from tests.modules.h5p.builder import pack, package_files

pytestmark = pytest.mark.django_db
FILM = bytes(range(256)) * 10
CONTENTS = "https://contenus.example"


@pytest.fixture(autouse=True)
def _own_media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def version() -> ContentVersion:
    content = a_content(pack({**package_files(), "content/film.mp4": FILM}))
    return content.versions.get()


@pytest.fixture
def film(version) -> str:
    return f"/h5p/contenus/{content_prefix(version.pk, 'x')}/film.mp4"


def body(response) -> bytes:
    return b"".join(response) if response.streaming else response.content


def assert_open_to_frames(response) -> None:
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert "Set-Cookie" not in response
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies


def test_a_film_comes_whole_or_in_pieces(client, film):
    whole = client.get(film)
    assert (whole.status_code, body(whole), whole["Content-Type"]) == (200, FILM, "video/mp4")
    assert whole["Accept-Ranges"] == "bytes"
    assert_open_to_frames(whole)
    for asked, start, end in (
        ("bytes=0-99", 0, 100), ("bytes=100-", 100, 2560), ("bytes=-60", 2500, 2560),
        ("bytes=2500-9999", 2500, 2560),
    ):  # fmt: skip
        piece = client.get(film, headers={"Range": asked})
        assert piece.status_code == 206
        assert piece["Content-Range"] == f"bytes {start}-{end - 1}/2560"
        assert piece["Content-Length"] == str(end - start)
        assert body(piece) == FILM[start:end]


def test_a_piece_that_is_not_there_is_refused_and_what_is_no_range_is_ignored(client, film):
    for asked in ("bytes=2560-", "bytes=-0", "bytes=9-2"):
        refused = client.get(film, headers={"Range": asked})
        assert (refused.status_code, refused["Content-Range"]) == (416, "bytes */2560")
    for asked in ("bytes=0-1,5-6", "lines=0-1", "bytes=-"):
        assert body(client.get(film, headers={"Range": asked})) == FILM
    changed = client.get(film, headers={"Range": "bytes=0-9", "If-Range": '"another"'})
    assert changed.status_code == 200
    assert body(changed) == FILM


def test_a_file_already_there_is_not_sent_again(client, film):
    first = client.get(film)
    again = client.get(film, headers={"If-None-Match": first["ETag"]})
    body(first)
    assert (again.status_code, again.content) == (304, b"")


def test_the_prefix_is_one_persons_one_versions_and_one_days(client, version, film, monkeypatch):
    prefix = content_prefix(version.pk, "x")
    assert prefix == content_prefix(version.pk, "x")
    assert prefix != content_prefix(version.pk, "y")
    now = timezone.now()
    monkeypatch.setattr(addresses.timezone, "now", lambda: now + timedelta(days=1))
    assert read_content_prefix(prefix) == version.pk
    monkeypatch.setattr(addresses.timezone, "now", lambda: now + timedelta(days=2))
    with pytest.raises(signing.BadSignature):
        read_content_prefix(prefix)
    missing = client.get(film)
    assert missing.status_code == 404
    assert_open_to_frames(missing)


def test_nothing_is_served_with_a_forged_prefix(client, version):
    good = content_prefix(version.pk, "x")
    for prefix in (good[:-1], "a.b.c.d", f"{version.pk.hex}.x.20270101", f"{good}~"):
        missing = client.get(f"/h5p/contenus/{prefix}/film.mp4")
        assert missing.status_code == 404
        assert_open_to_frames(missing)


def test_library_files_are_public_and_kept_for_ever(client, version):
    address = f"/h5p/bibliotheques/{version.library.digest}/main.js"
    script = client.get(address)
    assert script["Content-Type"] == "text/javascript; charset=utf-8"
    assert body(script).startswith(b"/*")
    assert set(script["Cache-Control"].split(", ")) == {"public", "max-age=31536000", "immutable"}
    assert_open_to_frames(script)
    for wrong in (f"{address}x", f"/h5p/bibliotheques/{'0' * 64}/main.js"):
        missing = client.get(wrong)
        assert missing.status_code == 404
        assert_open_to_frames(missing)


def test_the_core_and_its_notice_are_served_and_nothing_outside_its_folder(client):
    core = f"/h5p/moteur/{core_digest()}"
    assert b"GPL-3.0" in body(client.get(f"{core}/NOTICE.txt"))
    assert client.get(f"{core}/../manifest.json").status_code == 404
    assert client.get("/h5p/moteur/another/core.js").status_code == 404


def test_the_frame_names_its_host_and_lets_the_site_alone_hold_it(client, version):
    request = RequestFactory().get("/")
    address = frame_address(request, version, Viewer("x", "fr"))
    response = client.get(address)
    policy = response["Content-Security-Policy"]
    assert policy.startswith("sandbox allow-scripts allow-forms; default-src 'none'")
    assert "allow-same-origin" not in policy
    assert "frame-ancestors http://testserver" in policy
    assert "X-Frame-Options" not in response
    assert_open_to_frames(response)
    assert "Bonjour" in response.content.decode()
    assert client.get("/h5p/cadre/abc/").status_code == 404


def test_a_frame_is_good_for_an_hour(version, monkeypatch):
    token = frame_address(RequestFactory().get("/"), version, Viewer("x", "fr")).split("/")[-2]
    assert read_frame_token(token) == (version.pk, Viewer("x", "fr"))
    monkeypatch.setattr(addresses, "FRAME_LASTS", timedelta(seconds=-1))
    with pytest.raises(signing.SignatureExpired):
        read_frame_token(token)


def test_no_session_is_read_or_renewed_by_what_a_frame_asks(version, film):
    browser = Client()
    browser.force_login(a_person())
    before = list(Session.objects.values_list("session_key", "session_data", "expire_date"))
    for address in (film, f"/h5p/bibliotheques/{version.library.digest}/main.js", "/h5p/rien"):
        response = browser.get(address)
        body(response)
        assert_open_to_frames(response)
        assert response.wsgi_request.user.is_anonymous
    assert list(Session.objects.values_list("session_key", "session_data", "expire_date")) == before


def test_a_preflight_is_answered_without_a_cookie(client, film):
    allowed = client.options(film)
    assert allowed.status_code == 204
    assert allowed["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert "Access-Control-Allow-Credentials" not in allowed
    assert_open_to_frames(allowed)


def test_a_mark_says_nothing_of_the_person():
    person = a_person()
    assert viewer_mark(person.pk) == viewer_mark(person.pk)
    assert str(person.pk.hex)[:8] not in viewer_mark(person.pk)


class TestADomainForContents:
    @pytest.fixture(autouse=True)
    def _two_domains(self, settings):
        settings.H5P_CONTENT_ORIGIN, settings.ALLOWED_HOSTS = CONTENTS, ["*"]

    def test_the_content_domain_serves_contents_and_nothing_else(self, client, film):
        own = {"host": "contenus.example"}
        assert body(client.get(film, headers=own)) == FILM
        for address in ("/", reverse("account_login"), "/api/v1/cohorts/", reverse("home")):
            refused = client.get(address, headers=own)
            assert refused.status_code == 404
            assert "Set-Cookie" not in refused
        assert client.get("/healthz", headers=own).status_code == 200

    def test_the_site_does_not_serve_contents(self, client, film):
        assert client.get(film).status_code == 404
        assert client.get("/").status_code == 200

    def test_frames_are_addressed_there_and_may_be_held_by_the_site(
        self, client, version, settings
    ):
        address = frame_address(RequestFactory().get("/"), version, Viewer("x", "fr"))
        assert address.startswith(f"{CONTENTS}/h5p/cadre/")
        response = client.get(address, headers={"host": "contenus.example"})
        policy = response["Content-Security-Policy"]
        assert f"script-src {CONTENTS}/h5p/" in policy
        assert f"frame-ancestors {settings.PUBLIC_BASE_URL}" in policy
