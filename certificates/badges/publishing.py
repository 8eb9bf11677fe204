"""What is published beside the badges: who issues, the keys, the status lists, the pictures."""

from collections.abc import Iterable
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from accounts.organisations.models import Organisation
from certificates.badges import addresses
from certificates.badges.credential import CREDENTIALS_V2, OPEN_BADGES, Document, issuer
from certificates.badges.enums import KeyAlgorithm
from certificates.badges.keys import current_key, public_key
from certificates.badges.making import as_text, signed_document, signed_token
from certificates.badges.models import Achievement, BadgeKey
from certificates.badges.picture import Patch, svg_of
from certificates.badges.proofs import jwk, multikey
from certificates.badges.status import status_list

MULTIKEY = "https://w3id.org/security/multikey/v1"
# It gives its meaning to "assertionMethod": the keys an issuer states things with.
CONTROLLED = "https://www.w3.org/ns/did/v1"


def issuer_profile(provider: Organisation, keys: Iterable[BadgeKey]) -> Document:
    """Return the issuer's profile, with every key it has signed with."""
    methods = [_method(key) for key in keys]
    return {
        "@context": [CONTROLLED, CREDENTIALS_V2, OPEN_BADGES],
        **issuer(provider.name),
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def key_document(key: BadgeKey) -> tuple[Document, str]:
    """Return a public key as its verifiers ask for it, and the type of that content."""
    if key.algorithm == KeyAlgorithm.ED25519:
        return {"@context": MULTIKEY, **_method(key)}, "application/ld+json"
    return _jwk(key), "application/jwk+json"


def key_set(keys: Iterable[BadgeKey]) -> Document:
    """Return public keys as a JSON Web Key Set."""
    return {"keys": [_jwk(key) for key in keys]}


def signed_status_list(
    number: int, *, revoked: Iterable[int], at: datetime, as_document: bool
) -> str:
    """Return a status list, signed by today's key: as a document with its proof, or as a token."""
    listed = status_list(number, revoked=revoked, at=at)
    if as_document:
        return as_text(signed_document(listed, current_key(KeyAlgorithm.ED25519)))
    return signed_token(listed, current_key(KeyAlgorithm.RS256))


def described(achievement: Achievement) -> Document:
    """Return an achievement as it is read alone."""
    return {"@context": [CREDENTIALS_V2, OPEN_BADGES], **achievement.document}


def picture_of(achievement: Achievement) -> str:
    """Return the picture of an achievement, as SVG."""
    patch = Patch(
        days=achievement.ribbon,
        is_participation=achievement.is_participation,
        is_demo=achievement.is_demo,
    )
    told = achievement.document
    return svg_of(patch, title=told["name"], description=told["description"])


def _method(key: BadgeKey) -> Document:
    public, address = public_key(key), addresses.key_id(key.pk)
    method = {"id": address, "controller": addresses.issuer_id()}
    if isinstance(public, Ed25519PublicKey):
        return {**method, "type": "Multikey", "publicKeyMultibase": multikey(public)}
    return {**method, "type": "JsonWebKey", "publicKeyJwk": jwk(public, key_id=address)}


def _jwk(key: BadgeKey) -> Document:
    return jwk(public_key(key), key_id=addresses.key_id(key.pk))
