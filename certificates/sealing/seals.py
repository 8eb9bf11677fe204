"""The seals a PDF carries, found in its bytes.

They are looked for in the bytes rather than through a reader's idea of the document: readers
disagree about files that were cut, glued or rewritten, and a seal protects bytes. pyHanko then says
whether a seal is that of the bytes it names.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from asn1crypto import cms
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.validation import StandardCMSSignatureStatus, async_validate_detached_cms
from pyhanko_certvalidator import ValidationContext

from certificates.sealing.loops import settled

_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")
_HEX = re.compile(rb"[0-9A-Fa-f]*")
# "/M (D:20270319101500+01'00')", said beside the range by who seals; some of its signs are
# written as "\\047".
_DATE = re.compile(rb"/M\s*\(([^()]{10,80})\)")
_ESCAPED = re.compile(rb"\\([0-7]{3})")
_MOMENT = re.compile(rb"D:(\d{14})(?:Z|([+-]\d{2})'?(\d{2})'?)?")
# How far around a range its date is looked for.
_NEAR = 400
MOST_SEALS = 8


class Hold(StrEnum):
    """What of the file a seal holds."""

    WHOLE = "whole"  # all of it
    START = "start"  # all that was there; something was added after
    CUT = "cut"  # more than what is left of the file
    NOTHING = "nothing"  # the places it names are no longer those of its bytes


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal and what it is worth: `fingerprint` is the SHA-256 of its certificate.

    `is_of_these_bytes` says that the bytes it holds have not changed, `is_sound` that its own
    signature is right; both are needed to believe `fingerprint`. `added` counts the bytes after.
    """

    hold: Hold
    added: int = 0
    signer: str = ""
    fingerprint: str = ""
    signed_at: str = ""
    is_timestamped: bool = False
    is_of_these_bytes: bool = False
    is_sound: bool = False

    @property
    def is_intact(self) -> bool:
        """Return whether what it holds is as it was sealed, by whom it names."""
        return self.is_of_these_bytes and self.is_sound


def seals_in(pdf: bytes) -> Iterator[Seal]:
    """Yield the seals of a PDF, in the order of its bytes."""
    for number, found in enumerate(_RANGE.finditer(pdf)):
        if number == MOST_SEALS:
            return
        yield _seal(pdf, found)


def _seal(pdf: bytes, found: re.Match[bytes]) -> Seal:
    start, length, after, rest = (int(number) for number in found.groups())
    end = after + rest
    hole = pdf[length + 1 : after - 1]
    is_framed = pdf[length : length + 1] == b"<" and pdf[after - 1 : after] == b">"
    is_hex = _HEX.fullmatch(hole) is not None
    # The hexadecimal begins where it should: one sign alone would be there by chance at times.
    if end > len(pdf) and pdf[length : length + 1] == b"<" and is_hex and not start:
        return Seal(Hold.CUT)
    if start or not is_framed or end > len(pdf) or not is_hex or len(hole) % 2:
        return Seal(Hold.NOTHING)
    hold = Hold.WHOLE if end == len(pdf) else Hold.START
    added = len(pdf) - end
    try:
        signed = cms.ContentInfo.load(bytes.fromhex(hole.decode()))["content"]
        certificate = extract_certificate_info(signed).signer_cert
        fingerprint, signer = sha256(certificate.dump()).hexdigest(), _named(certificate)
        context = ValidationContext(trust_roots=[certificate], allow_fetching=False)
        status = settled(
            async_validate_detached_cms(pdf[:length] + pdf[after:end], signed, context)
        )
    except Exception:  # noqa: BLE001 - whatever a broken seal makes its reader say
        return Seal(hold, added)
    stamp = status.timestamp_validity
    is_timestamped = stamp is not None and stamp.intact and stamp.valid
    return Seal(
        hold=hold, added=added, signer=signer, fingerprint=fingerprint,
        signed_at=_signed_at(pdf, found, status, is_timestamped=is_timestamped),
        is_timestamped=is_timestamped, is_of_these_bytes=status.intact, is_sound=status.valid,
    )  # fmt: skip


def _named(certificate: cms.Certificate) -> str:
    name = certificate.subject.native
    return str(name.get("common_name") or name.get("organization_name") or "")


def _signed_at(
    pdf: bytes, found: re.Match[bytes], status: StandardCMSSignatureStatus, *, is_timestamped: bool
) -> str:
    """Return when it was sealed, in ISO: by its time stamp, else as who sealed it says."""
    if is_timestamped and status.timestamp_validity is not None:
        return str(status.timestamp_validity.timestamp.isoformat())
    if status.signer_reported_dt is not None:
        return str(status.signer_reported_dt.isoformat())
    told = _DATE.search(pdf, max(found.start() - _NEAR, 0), found.end() + _NEAR)
    plain = _ESCAPED.sub(lambda sign: bytes([int(sign[1], 8) & 255]), told[1]) if told else b""
    moment = _MOMENT.match(plain)
    if moment is None:
        return ""
    digits, hours, minutes = (part.decode() if part else "" for part in moment.groups())
    zone = f"{hours}{minutes}" if hours else "+0000"
    try:
        return datetime.strptime(f"{digits}{zone}", "%Y%m%d%H%M%S%z").isoformat()
    except ValueError:
        return ""
