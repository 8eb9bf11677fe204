"""The hashes of the evidence. Pure: the same words give the same hash, whatever holds them.

Words are written as JSON with sorted keys and no space, in UTF-8 (close to RFC 8785), instants in
UTC to the microsecond, and hashed with SHA-256.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

# Grows when what an entry hashes changes: old entries keep being read as they were written.
VERSION = 1


def canonical(words: Mapping[str, Any]) -> str:
    """Return the one way to write these words."""
    return json.dumps(words, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(text: str) -> str:
    """Return the SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def instant(at: datetime | None) -> str:
    """Write an instant: UTC, to the microsecond; "" for none."""
    if at is None:
        return ""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def beginning_of(cohort_id: UUID) -> str:
    """Return what the first entry of a cohort follows."""
    return digest_of(f"attendance:{VERSION}:{cohort_id}")


def sealed_reason(salt: str, reason: str) -> str:
    """Return the hash that holds a reason: salted, so that it tells nothing once it is erased."""
    return digest_of(f"{salt}:{reason}") if reason else ""
