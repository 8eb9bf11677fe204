"""What a code answers, to a person or to a program, and how often one may ask."""

from enum import StrEnum
from ipaddress import IPv6Address, ip_address

from certificates.awards.models import Award
from common.throttle import count_try

LOOKUPS_PER_MINUTE = 60
# Reading a file takes half a second of a processor.
FILES_PER_MINUTE = 12


class Standing(StrEnum):
    """What an award is worth now."""

    VALID = "valid"
    REVOKED = "revoked"
    REPLACED = "replaced"
    UNKNOWN = "unknown"


def standing_of(award: Award | None) -> Standing:
    """Return what an award is worth now; None is a code nobody issued."""
    if award is None:
        return Standing.UNKNOWN
    if award.revoked_at is None:
        return Standing.VALID
    return Standing.REPLACED if award.replaced_by_id else Standing.REVOKED


def is_asking_too_often(address: str) -> bool:
    """Count a lookup from this network address; return whether it made too many in a minute.

    Pages and programs are counted together. A code holds 130 random bits: guessing is hopeless,
    the limit only keeps robots from loading the server.
    """
    return count_try(f"verify-lookups:{_asker(address)}", most=LOOKUPS_PER_MINUTE, seconds=60)


def is_sending_too_often(address: str) -> bool:
    """Count a file sent from this network address; return whether it sent too many in a minute."""
    return count_try(f"verify-files:{_asker(address)}", most=FILES_PER_MINUTE, seconds=60)


def _asker(address: str) -> str:
    """Return who asks: with IPv6 one subscriber holds 2**64 addresses."""
    try:
        read = ip_address(address)
    except ValueError:
        return address
    if isinstance(read, IPv6Address):
        return str(IPv6Address(int(read) >> 64 << 64))
    return str(read)
