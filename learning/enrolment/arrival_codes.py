"""The code a person shows on arriving: on their convocation, their badge and their own page.

It says which enrolment it is, and that we made it: the enrolment's id, then eight bytes keyed
with SECRET_KEY. Nothing is kept in the database, so the code of an enrolment never changes: what
was printed in March is known in June. A change of the key is survived through
SECRET_KEY_FALLBACKS. A cancelled enrolment is refused when its code is read: its state says so.
Thirty-nine letters and digits of base 32, of any case, that hand scanners type on any keyboard.
"""

from base64 import b32decode, b32encode
from collections.abc import Iterator
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

CODE_LENGTH = 39
_SALT = "learning.enrolment.arrival"
_ID_BYTES, _PROOF_BYTES = 16, 8


def arrival_code(enrolment_id: UUID) -> str:
    """Return the code of an enrolment, always the same."""
    proof = next(_proofs(enrolment_id))
    return b32encode(enrolment_id.bytes + proof).decode().rstrip("=").lower()


def enrolment_of_code(code: str) -> UUID | None:
    """Return the id of the enrolment whose code it is, None for what we never made."""
    if len(code) != CODE_LENGTH or not code.isascii():
        return None
    try:
        read = b32decode(f"{code}=", casefold=True)
    except ValueError:
        return None
    enrolment_id = UUID(bytes=read[:_ID_BYTES])
    given = read[_ID_BYTES:].hex()
    known = any(constant_time_compare(given, proof.hex()) for proof in _proofs(enrolment_id))
    return enrolment_id if known else None


def arrival_address(enrolment_id: UUID) -> str:
    """Return what its QR code holds: read by the welcome desk, or opened by the person's phone."""
    return settings.PUBLIC_BASE_URL + reverse("learner:arrival", args=[arrival_code(enrolment_id)])


def _proofs(enrolment_id: UUID) -> Iterator[bytes]:
    """Yield what proves the id ours: by today's key, then by those it followed."""
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        keyed = salted_hmac(_SALT, enrolment_id.hex, secret=key, algorithm="sha256")
        yield keyed.digest()[:_PROOF_BYTES]
