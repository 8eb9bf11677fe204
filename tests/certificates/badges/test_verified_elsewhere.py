"""Badges checked by openbadgeslib, which shares no line with ours, through our public addresses."""

import hashlib
import json
from datetime import UTC, datetime
from importlib import resources
from urllib.parse import urlsplit

import jwt as pyjwt
import pytest
from openbadgeslib.ob3.contexts import load_context
from openbadgeslib.ob3.did import resolve_verification_method
from openbadgeslib.ob3.ldp import OB3LdpVerifier
from openbadgeslib.ob3.status import check_credential_status
from openbadgeslib.ob3.verifier import OB3VerificationError, OB3Verifier

from certificates.awards.enums import RevocationReason
from certificates.awards.services import revoke_award
from certificates.badges.services import rotate_keys

pytestmark = pytest.mark.django_db


class Outside:
    """A validator somewhere on the web: it knows addresses only."""

    def __init__(self, client) -> None:
        self.client = client

    def get(self, address: str, **headers: str) -> bytes:
        assert address.startswith("https://reenchantez.example/badges/")
        response = self.client.get(urlsplit(address).path, headers=headers)
        assert response.status_code == 200, address
        assert response["Access-Control-Allow-Origin"] == "*"
        content: bytes = response.content
        return content

    def pem(self, key_id: str):
        """Return the public key read at an address: a JWK, or a Multikey."""
        document = json.loads(self.get(key_id))
        if document.get("kty") == "RSA":
            return pyjwt.PyJWK(document).key
        assert document["id"] == key_id
        profile = json.loads(self.get(document["controller"]))
        assert key_id in profile["assertionMethod"]
        return multikey(document["publicKeyMultibase"])

    def status(self, credential) -> None:
        """Read the status list, signed, and ask whether the credential still holds."""
        listed = self.get(credential.credential_status[0]["statusListCredential"]).decode()
        key = self.pem(pyjwt.get_unverified_header(listed)["kid"])
        check_credential_status(
            credential,
            download=self.get,
            verify_list=True,
            list_pubkey_pem=key,
        )

    def token(self, token: str):
        """Verify a badge in the form of a token, all the way."""
        header = pyjwt.get_unverified_header(token)
        assert header.keys() == {"alg", "kid", "typ"}
        assert (header["alg"], header["typ"]) == ("RS256", "JWT")
        credential = OB3Verifier(pubkey_pem=self.pem(header["kid"])).verify(token)
        self.status(credential)
        return credential

    def document(self, document: str):
        """Verify a badge in the form of a document that holds its proof, all the way."""
        proof = json.loads(document)["proof"]
        key = self.pem(proof["verificationMethod"])
        credential = OB3LdpVerifier(pubkey_pem=key).verify(document)
        self.status(credential)
        return credential


def multikey(text: str):
    return resolve_verification_method(f"did:key:{text}")


@pytest.fixture
def outside(client):
    return Outside(client)


def forms(outside, code):
    """Return the four files one may download, each as (name, what is inside, its verifier)."""
    at = f"https://reenchantez.example/badges/{code}/badge"
    png, svg = outside.get(f"{at}.png"), outside.get(f"{at}.svg")
    return {
        "json": (outside.get(f"{at}.json").decode(), outside.document),
        "jwt": (outside.get(f"{at}.jwt").decode(), outside.token),
        "png": (OB3Verifier.extract_token_from_png(png), outside.token),
        "svg": (OB3Verifier.extract_token_from_svg(svg), outside.token),
    }


def test_every_form_of_a_badge_is_verified_by_an_independent_library(an_award, outside):
    award = an_award()

    for inside, verify in forms(outside, award.code).values():
        credential = verify(inside)
        assert credential.issuer.name == "La 27e Région"
        assert credential.achievement.name == "Réenchantez l’action publique, édition #4"


def test_once_revoked_every_form_says_so_at_once(an_award, outside):
    award = an_award()
    files = forms(outside, award.code)
    for inside, verify in files.values():
        verify(inside)

    revoke_award(actor=None, award=award, reason=RevocationReason.ERROR_IN_ISSUE, note="Absente")

    for inside, verify in files.values():
        with pytest.raises(OB3VerificationError, match="status 'revocation' is set"):
            verify(inside)


def test_nobody_else_s_badge_is_revoked_with_it(an_award, outside):
    award = an_award()
    other = an_award(code="0123456789ABCDEFGHJKMNPQRS", email="ali@montbrune.example")
    kept = forms(outside, other.code)
    revoke_award(actor=None, award=award, reason=RevocationReason.FRAUD)

    for inside, verify in kept.values():
        verify(inside)


def test_a_badge_still_verifies_once_its_keys_are_renewed_and_new_ones_use_others(
    an_award, outside, settings
):
    before = forms(outside, an_award().code)
    old = {file.name for file in settings.BADGE_KEYS_DIR.iterdir()}
    # Those who commit delete the old private keys; here, nothing commits.
    rotate_keys()
    for file in settings.BADGE_KEYS_DIR.iterdir():
        if file.name in old:
            file.unlink()
    after = forms(outside, an_award(code="0123456789ABCDEFGHJKMNPQRS", email="a@b.example").code)

    for inside, verify in [*before.values(), *after.values()]:
        verify(inside)
    kid = [pyjwt.get_unverified_header(each["jwt"][0])["kid"] for each in (before, after)]
    assert kid[0] != kid[1]
    published = json.loads(outside.get("https://reenchantez.example/badges/cles.json"))["keys"]
    assert {key["kid"] for key in published} >= set(kid)
    assert not any("d" in key for key in published)


FORGERIES = (
    lambda it: it["credentialSubject"]["achievement"].update(name="Doctorat"),
    lambda it: it.update(validFrom="2020-01-01T00:00:00Z"),
    lambda it: it["credentialSubject"]["identifier"][0].update(salt="00"),
    lambda it: it["credentialStatus"].update(statusListIndex="1"),
    lambda it: it["evidence"][0].update(narrative="Durée suivie : 300 heures."),
    lambda it: it["issuer"].update(name="Une autre école"),
    lambda it: it["credentialSchema"][0].update(id="https://example.com/schema.json"),
    lambda it: it["proof"].update(created="2020-01-01T00:00:00Z"),
)


def test_a_document_with_any_one_thing_changed_is_refused(an_award, outside):
    document = forms(outside, an_award().code)["json"][0]
    outside.document(document)
    verifier = OB3LdpVerifier(
        pubkey_pem=outside.pem(json.loads(document)["proof"]["verificationMethod"])
    )

    for forge in FORGERIES:
        forged = json.loads(document)
        forge(forged)
        with pytest.raises(OB3VerificationError, match="signature mismatch"):
            verifier.verify(forged)


def test_a_token_with_one_thing_changed_is_refused(an_award, outside):
    token = forms(outside, an_award().code)["jwt"][0]
    claims = pyjwt.decode(token, options={"verify_signature": False})
    claims["credentialSubject"]["achievement"]["name"] = "Doctorat"
    head, _body, signature = token.split(".")
    forged = pyjwt.encode(claims, "k" * 32, algorithm="HS256").split(".")[1]

    with pytest.raises(OB3VerificationError, match="Invalid signature"):
        outside.token(f"{head}.{forged}.{signature}")


def test_someone_else_s_key_signs_nothing_of_ours(an_award, outside):
    token = forms(outside, an_award().code)["jwt"][0]
    rotate_keys()
    other = json.loads(outside.get("https://reenchantez.example/badges/cles.json"))["keys"]
    signed_with = pyjwt.get_unverified_header(token)["kid"]
    wrong = next(key for key in other if key["kty"] == "RSA" and key["kid"] != signed_with)

    with pytest.raises(OB3VerificationError, match="Invalid signature"):
        OB3Verifier(pubkey_pem=pyjwt.PyJWK(wrong).key).verify(token)


def test_a_status_list_is_signed_in_both_forms_and_ends(an_award, outside):
    document = json.loads(forms(outside, an_award().code)["json"][0])
    address = document["credentialStatus"]["statusListCredential"]
    as_json = json.loads(outside.get(address, accept="application/ld+json, application/json"))
    as_token = outside.get(address).decode()
    claims = pyjwt.decode(as_token, options={"verify_signature": False})

    assert as_json["proof"]["cryptosuite"] == "eddsa-rdfc-2022"
    assert claims["credentialSubject"] == as_json["credentialSubject"]
    assert datetime.fromisoformat(claims["validUntil"]) > datetime.now(UTC)


def test_a_badge_lies_whole_in_its_picture_in_the_form_that_was_asked(an_award, outside):
    code = an_award().code
    credential = json.loads(outside.client.get(f"/badges/{code}/badge.json").content)
    for form, extract in (
        ("png", OB3Verifier.extract_token_from_png),
        ("svg", OB3Verifier.extract_token_from_svg),
    ):
        baked = outside.client.get(f"/badges/{code}/badge.{form}", {"preuve": "document"}).content
        assert json.loads(extract(baked)) == credential
        assert baked.count(b"openbadgecredential" if form == "png" else b"<openbadges:") == 1


def test_hostile_texts_are_signed_baked_and_verified_as_they_are(an_award, outside):
    title = "</svg>\x07<script>alert(1)</script>]]>&\u202eىبرع🙂\ufffe'\" " + "é" * 300
    code = an_award(title=title, place="http://127.0.0.1/?a=<b>").code
    baked = outside.client.get(f"/badges/{code}/badge.svg", {"preuve": "document"}).content
    inside = OB3Verifier.extract_token_from_svg(baked)

    assert outside.document(inside).achievement.name == title
    assert b"<script" not in baked.partition(b"<openbadges:credential")[0]
    assert b"<script" not in outside.client.get(f"/badges/{code}/").content.partition(b"<main")[2]


def test_the_contexts_we_sign_with_are_the_published_ones():
    published = {
        # Given by the recommendation itself: Verifiable Credentials Data Model 2.0, B.1.
        "credentials-v2.json": "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
        "ob-v3p0-context-3.0.3.json": (
            "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84"
        ),
    }
    folder = resources.files("openbadgeslib.ob3.contexts")
    for name, digest in published.items():
        assert hashlib.sha256(folder.joinpath(name).read_bytes()).hexdigest() == digest
    assert load_context("https://www.w3.org/ns/credentials/v2")
