"""The page of a badge and the addresses of its files: what anyone learns, and what nobody does."""

import json
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from certificates.badges.making import badge_of
from certificates.web.badges import finding
from tests.certificates.facts import CODE

pytestmark = pytest.mark.django_db

OTHER_CODE = "0123456789ABCDEFGHJKMNPQRS"
PERSONAL = ("badges:badge", "badges:credential", "badges:jwt")


def words(response):
    text = response.content.decode()
    for blank in ("\u00a0", "\u202f", "\n"):
        text = text.replace(blank, " ")
    return " ".join(text.split())


def main_part(response):
    return words(response).partition("<main")[2].partition("</main>")[0]


def page(client, code=CODE):
    return client.get(reverse("badges:badge", args=[code]))


def test_the_signed_addresses_never_change():
    assert reverse("badges:issuer") == "/badges/emetteur/"
    assert reverse("badges:jwks") == "/badges/cles.json"
    assert reverse("badges:key", args=["k"]) == "/badges/cles/k/"
    assert reverse("badges:status", args=[0]) == "/badges/statuts/0/"
    assert reverse("badges:achievement", args=["d"]) == "/badges/realisations/d/"
    assert reverse("badges:achievement_image", args=["d"]) == "/badges/realisations/d/ecusson.png"
    assert reverse("badges:badge", args=[CODE]) == f"/badges/{CODE}/"
    assert reverse("badges:credential", args=[CODE]) == f"/badges/{CODE}/badge.json"
    assert reverse("badges:jwt", args=[CODE]) == f"/badges/{CODE}/badge.jwt"
    assert reverse("badges:image", args=[CODE, "png"]) == f"/badges/{CODE}/badge.png"


def test_the_page_shows_the_badge_and_leads_to_all_its_files(client, an_award):
    an_award()
    text = words(page(client))

    for said in (
        "Réenchantez l’action publique, édition #4",
        "Valable aujourd’hui",
        "La 27e Région",
        "du mardi 16 au jeudi 18 mars 2027",
        "17 h 30 sur 21 h",
        f'href="/verifier/{CODE}"',
        f'href="/badges/{CODE}/badge.json"',
        f'href="/badges/{CODE}/badge.jwt"',
        f'src="/badges/{CODE}/badge.svg"',
        f'content="https://reenchantez.example/badges/{CODE}/badge.png"',
    ):
        assert said in text
    assert "Maud" not in text
    assert "Montbrune" not in text


def test_a_revoked_badge_says_so_first(client, an_award):
    award = an_award()
    award.revoked_at = datetime(2027, 3, 23, 10, tzinfo=UTC)
    award.revocation_reason = "error_in_issue"
    award.save()
    text = words(page(client))

    assert "Ce badge ne vaut plus." in text
    assert "Révoqué le mardi 23 mars 2027 : Délivré par erreur." in text
    assert "Valable" not in text


def test_a_replaced_badge_leads_to_the_corrected_one(client, an_award):
    award, corrected = an_award(), an_award(code=OTHER_CODE, email="b@essai.example")
    award.revoked_at = datetime(2027, 3, 23, 10, tzinfo=UTC)
    award.revocation_reason, award.replaced_by = "replaced", corrected
    award.save()

    assert f'href="/badges/{OTHER_CODE}/"' in words(page(client))


@pytest.mark.parametrize("route", PERSONAL)
def test_unknown_and_malformed_codes_get_one_and_the_same_answer(client, an_award, route):
    an_award()
    unknown = client.get(reverse(route, args=["Z" * 26]))
    for code in ("7K4M", "é🙂", "A" * 300, "emetteurs"):
        other = client.get(reverse(route, args=[code]))
        assert (unknown.status_code, other.status_code) == (404, 404)
        assert main_part(unknown) == main_part(other)


def test_a_code_typed_otherwise_leads_to_its_page(client, an_award):
    an_award()

    assert page(client, "7k4m-q29x-wbht-3htd-86rn-pc5v-k9").url == f"/badges/{CODE}/"


def test_one_address_may_not_try_codes_all_day(client, monkeypatch):
    monkeypatch.setattr(finding, "LOOKUPS_PER_MINUTE", 3)
    for route in PERSONAL:
        assert client.get(reverse(route, args=["Z" * 26])).status_code == 404

    refused = page(client)
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    elsewhere = client.get(reverse("badges:badge", args=["Z" * 26]), REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 404


def test_search_engines_keep_nobody_s_badge_and_machines_read_it_from_anywhere(client, an_award):
    an_award()
    types = {
        "badge.json": "application/vc+ld+json",
        "badge.jwt": "application/vc+jwt",
        "badge.png": "image/png",
        "badge.svg": "image/svg+xml",
    }
    for file, content_type in types.items():
        response = client.get(f"/badges/{CODE}/{file}")
        assert response["Content-Type"] == content_type
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["Access-Control-Allow-Origin"] == "*"
        assert response["Cache-Control"] == "public, max-age=3600"
    assert page(client)["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page(client)["Cache-Control"]


def test_an_achievement_is_described_where_it_says_it_is(client, an_award):
    told = badge_of(an_award()).credential["credentialSubject"]["achievement"]
    described = client.get(told["id"].removeprefix("https://reenchantez.example"))
    picture = client.get(told["image"]["id"].removeprefix("https://reenchantez.example"))

    assert {**told, "@context": described.json()["@context"]} == described.json()
    assert picture["Content-Type"] == "image/png"
    assert b"openbadgecredential" not in picture.content


def test_the_issuer_publishes_every_key_and_no_private_one(client, an_award):
    badge = badge_of(an_award())
    profile = client.get(reverse("badges:issuer")).json()

    assert profile["name"] == "La 27e Région"
    assert {method["id"].split("/")[-2] for method in profile["verificationMethod"]} == {
        badge.document_key.pk,
        badge.token_key.pk,
    }
    assert '"d"' not in json.dumps(profile)


@pytest.mark.parametrize(
    "address", ["cles/rs256-20260101-00000000/", "statuts/9/", f"realisations/{'0' * 32}/"]
)
def test_what_was_never_published_is_not_there(client, an_award, address):
    an_award()

    assert client.get(f"/badges/{address}").status_code == 404
