"""Status lists: whether badges still hold, one bit each (W3C Bitstring Status List 1.0).

A list is computed from the awards and signed when it is asked for, so that a revocation is seen at
once. Its entries are drawn at random among 131,072: who reads a list learns which bits are set and
nothing of whose they are.
"""

import gzip
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from certificates.badges import addresses
from certificates.badges.credential import CREDENTIALS_V2, Place, instant
from certificates.badges.models import Badge

ENTRIES = 131_072  # the least the standard allows, so that nobody is told apart
# A list is left half empty, so that a free entry is found at once.
BADGES_PER_LIST = ENTRIES // 2
VALID_FOR = timedelta(days=1)
# How long a reader may keep its copy.
FRESH_FOR = timedelta(minutes=5)


def free_place() -> Place:
    """Return a place nobody has yet; two callers may get the same, and the database refuses one."""
    number = Badge.objects.count() // BADGES_PER_LIST
    while True:
        place = Place(number, secrets.randbelow(ENTRIES))
        if not Badge.objects.filter(status_list=number, status_index=place.index).exists():
            return place


def encoded(revoked: Iterable[int]) -> str:
    """Return the bits as lists write them: gzip, then base64url with the letter that says so."""
    bits = bytearray(ENTRIES // 8)
    for index in revoked:
        bits[index // 8] |= 0x80 >> (index % 8)
    packed = gzip.compress(bytes(bits), mtime=0)
    return "u" + urlsafe_b64encode(packed).decode().rstrip("=")


def status_list(number: int, *, revoked: Iterable[int], at: datetime) -> dict[str, Any]:
    """Return a status list as a credential, not signed yet, true for VALID_FOR from `at`."""
    address = addresses.status_list(number)
    return {
        "@context": [CREDENTIALS_V2],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": addresses.issuer_id(),
        "validFrom": instant(at),
        "validUntil": instant(at + VALID_FOR),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded(revoked),
            "ttl": int(FRESH_FOR.total_seconds() * 1000),
        },
    }
