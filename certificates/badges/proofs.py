"""Sign a credential: as a token (VC-JWT, RS256), or in place (Data Integrity, eddsa-rdfc-2022).

Both keep to W3C's recommendations (Data Integrity EdDSA Cryptosuites 1.0, section 3.2) and to Open
Badges 3.0, section 8. What JSON-LD needs comes with a package: nothing is ever fetched.
"""

import hashlib
from datetime import datetime
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import OKPAlgorithm, RSAAlgorithm
from openbadgeslib.ob3.contexts import document_loader
from pyld import jsonld

from certificates.badges.keys import PublicKey

Document = dict[str, Any]
CRYPTOSUITE = "eddsa-rdfc-2022"
ED25519_PREFIX = b"\xed\x01"  # multicodec: an Ed25519 public key
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

_load = document_loader()


def as_token(credential: Document, *, key: RSAPrivateKey, key_id: str) -> str:
    """Return the credential as a compact token, signed by `key`, read at `key_id`."""
    claims = {
        **credential,
        "iss": _id_of(credential["issuer"]),
        "jti": credential["id"],
        "nbf": _seconds(credential["validFrom"]),
        "sub": credential["credentialSubject"]["id"],
    }
    if "validUntil" in credential:
        claims["exp"] = _seconds(credential["validUntil"])
    return jwt.encode(claims, key, algorithm="RS256", headers={"kid": key_id})


def with_proof(
    credential: Document, *, key: Ed25519PrivateKey, key_id: str, created: str
) -> Document:
    """Return the credential with a Data Integrity proof by `key`, read at `key_id`."""
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": CRYPTOSUITE,
        "created": created,
        "verificationMethod": key_id,
        "proofPurpose": "assertionMethod",
    }
    options = {"@context": credential["@context"], **proof}
    signature = key.sign(_hash(options) + _hash(credential))
    return {**credential, "proof": {**proof, "proofValue": multibase(signature)}}


def _hash(document: Document) -> bytes:
    """Return the hash of what a document says, however it is written (RDFC-1.0)."""
    # PyLD has the algorithm under the name it had before W3C's.
    options = {
        "algorithm": "URDNA2015",
        "format": "application/n-quads",
        "documentLoader": _load,
    }
    return hashlib.sha256(jsonld.normalize(document, options).encode()).digest()


def multibase(data: bytes) -> str:
    """Return bytes in base 58 with the letter that says so."""
    number, digits = int.from_bytes(data), ""
    while number:
        number, digit = divmod(number, 58)
        digits = BASE58[digit] + digits
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "z" + BASE58[0] * zeros + digits


def multikey(key: Ed25519PublicKey) -> str:
    """Return an Ed25519 public key as Data Integrity reads it."""
    return multibase(ED25519_PREFIX + key.public_bytes(Encoding.Raw, PublicFormat.Raw))


def jwk(key: PublicKey, *, key_id: str) -> Document:
    """Return a public key as tokens' verifiers read it."""
    if isinstance(key, RSAPublicKey):
        found = RSAAlgorithm.to_jwk(key, as_dict=True)
        return {"kty": "RSA", "n": found["n"], "e": found["e"], "alg": "RS256", "use": "sig",
                "kid": key_id}  # fmt: skip
    found = OKPAlgorithm.to_jwk(key, as_dict=True)
    return {"kty": "OKP", "crv": found["crv"], "x": found["x"], "alg": "EdDSA", "use": "sig",
            "kid": key_id}  # fmt: skip


def _id_of(issuer: Any) -> str:
    return str(issuer["id"] if isinstance(issuer, dict) else issuer)


def _seconds(instant: str) -> int:
    return int(datetime.fromisoformat(instant).timestamp())
