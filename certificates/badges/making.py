"""Make the badge of an award: once, from what the award froze."""

import json
import secrets
import uuid

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from django.db import transaction
from django.utils import timezone

from certificates.awards.models import Award
from certificates.badges import addresses
from certificates.badges.credential import (
    BADGED,
    Document,
    Holder,
    achievement_of,
    credential_of,
    instant,
)
from certificates.badges.enums import KeyAlgorithm
from certificates.badges.keys import current_key, private_key
from certificates.badges.models import Achievement, Badge, BadgeKey
from certificates.badges.proofs import as_token, with_proof
from certificates.badges.status import free_place

SALT_BYTES = 16


def badge_of(award: Award) -> Badge | None:
    """Return the badge of an award, made now if it has none; None for papers that give none.

    Asked twice, even at once, it gives the same badge. Raises SigningKeyMissing.
    """
    if award.kind not in BADGED:
        return None
    existing = Badge.objects.filter(award=award).first()
    return existing or _make(award)


@transaction.atomic
def _make(award: Award) -> Badge:
    # The award's lock makes two makers follow each other.
    award = Award.objects.select_for_update().get(pk=award.pk)
    existing = Badge.objects.filter(award=award).first()
    if existing is not None:
        return existing
    place = free_place()
    described = achievement_of(award.facts)
    credential = credential_of(award, achievement=described, holder=_holder(award), place=place)
    document_key = current_key(KeyAlgorithm.ED25519)
    token_key = current_key(KeyAlgorithm.RS256)
    return Badge.objects.create(
        award=award,
        achievement=_kept(described, award.facts),
        credential=signed_document(credential, document_key),
        jwt=signed_token(credential, token_key),
        document_key=document_key,
        token_key=token_key,
        status_list=place.status_list,
        status_index=place.index,
    )


def signed_document(credential: Document, key: BadgeKey) -> Document:
    """Return a credential with its Data Integrity proof."""
    private = private_key(key)
    assert isinstance(private, Ed25519PrivateKey)  # noqa: S101 - what keys of this kind are
    return with_proof(
        credential, key=private, key_id=addresses.key_id(key.pk), created=instant(timezone.now())
    )


def signed_token(credential: Document, key: BadgeKey) -> str:
    """Return a credential as a signed token."""
    private = private_key(key)
    assert isinstance(private, RSAPrivateKey)  # noqa: S101 - what keys of this kind are
    return as_token(credential, key=private, key_id=addresses.key_id(key.pk))


def as_text(credential: Document) -> str:
    """Return a credential as it is written in files."""
    return json.dumps(credential, ensure_ascii=False, separators=(",", ":"))


def _holder(award: Award) -> Holder:
    person = award.facts["beneficiary"]
    return Holder(
        # Of this badge alone: two badges do not tell that they are the same person's.
        subject_id=f"urn:uuid:{uuid.uuid4()}",
        name=f"{person['first_name']} {person['last_name']}".strip(),
        name_salt=secrets.token_hex(SALT_BYTES),
        email=award.recipient.email or "",
        email_salt=secrets.token_hex(SALT_BYTES),
    )


def _kept(described: Document, facts: Document) -> Achievement:
    digest = described["id"].rstrip("/").rpartition("/")[2]
    kept, _is_new = Achievement.objects.get_or_create(
        digest=digest,
        defaults={
            "document": described,
            "ribbon": facts.get("ribbon", []),
            "is_participation": facts["kind"] != "completion_certificate",
            "is_demo": facts["demo"],
        },
    )
    return kept
