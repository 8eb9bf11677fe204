"""A signature as a browser sends it, read strictly."""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from common.errors import DomainError
from learning.attendance.models import Signature
from learning.cohorts.models import HalfDay
from learning.enrolment.models import Enrolment
from learning.evidence.digests import canonical, digest_of

WIDTH, HEIGHT = 600, 200
LONGEST = 20_000
STROKES = re.compile(r"M \d{1,3} \d{1,3}(?: [ML] \d{1,3} \d{1,3})*")
POINT = re.compile(r"(\d+) (\d+)")
# A dot, or one line by mistake, is no signature.
FEWEST_POINTS = 5


class SignatureUnreadable(DomainError):
    """What was sent is no drawing of a signature."""

    code = "signature_unreadable"
    sentence = _("Cette signature ne se lit pas : signez de nouveau, ou écrivez votre nom.")


@dataclass(frozen=True, slots=True)
class DrawnSignature:
    """What a person drew, or the name they wrote where they cannot draw."""

    strokes: str = ""
    typed: str = ""


def signature_from(*, strokes: str = "", typed: str = "") -> DrawnSignature | None:
    """Return the signature that a form holds, None where it holds none.

    `strokes` is the path of an SVG in a box of 600 × 200. Raises SignatureUnreadable.
    """
    strokes = " ".join(strokes.split())
    name = " ".join(unicodedata.normalize("NFC", typed).split())
    if not strokes:
        return DrawnSignature(typed=name[:120]) if name else None
    if len(strokes) > LONGEST or not STROKES.fullmatch(strokes):
        raise SignatureUnreadable
    points = POINT.findall(strokes)
    inside = all(int(x) <= WIDTH and int(y) <= HEIGHT for x, y in points)
    if not inside or len(points) < FEWEST_POINTS:
        raise SignatureUnreadable
    return DrawnSignature(strokes=strokes)


def keep_signature(
    drawn: DrawnSignature | None, enrolment: Enrolment, half_day: HalfDay
) -> Signature | None:
    """Write a signature, and return it."""
    if drawn is None:
        return None
    made = Signature(
        enrolment=enrolment, half_day=half_day, strokes=drawn.strokes, typed=drawn.typed
    )
    made.digest = digest_of_signature(made)
    made.save()
    return made


def digest_of_signature(signature: Signature) -> str:
    """Return the hash that the evidence holds; its identifier salts it."""
    words = {"id": str(signature.pk), "strokes": signature.strokes, "typed": signature.typed}
    return digest_of(canonical(words))
