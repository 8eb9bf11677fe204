"""Addresses of files, and who they work for.

The rule: those who use the workshop have every file. Anyone else has a file through an address
signed for them, which a page gives when it shows them the activity that uses the file. Which
activity that is, and who may see it, is the page's to know. A signed address is the same for a
person and a day, so that a browser keeps what it loaded, and is good until the next evening; it
opens nothing for somebody else.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from uuid import UUID

from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.http import urlencode

from accounts.users.models import User
from modules.commons.markup import Shown, pictures_in
from modules.commons.models import Asset

ACCESS = "acces"
_FILE = signing.Signer(salt="commons.file", sep=".")


def _mark(asset_id: UUID, person: User) -> str:
    """Return what stands for a person and a file; says nothing of who it is."""
    return salted_hmac("commons.file.person", f"{asset_id.hex}:{person.pk}").hexdigest()[:16]


def address_of(asset: Asset, person: User) -> str:
    """Return the address of a file, for a person who was shown the activity that uses it."""
    signed = _FILE.sign(f"{_mark(asset.pk, person)}.{timezone.now():%Y%m%d}")
    plain = reverse("files:file", args=[asset.pk, asset.name])
    return f"{plain}?{urlencode({ACCESS: signed})}"


def opens(signed: str, asset_id: UUID, person: User) -> bool:
    """Return whether a signed access is for this file, this person, and today or yesterday."""
    try:
        mark, day = _FILE.unsign(signed).split(".")
    except signing.BadSignature:
        return False
    now = timezone.now()
    days = {f"{now:%Y%m%d}", f"{now - timedelta(days=1):%Y%m%d}"}
    return mark == _mark(asset_id, person) and day in days


def pictures_for(bodies: Iterable[str], person: User) -> Callable[[UUID], Shown | None]:
    """Return where a person finds the pictures of these sanitised texts, read in one query."""
    wanted = {picture.asset_id for body in bodies for picture in pictures_in(body)}
    found = Asset.objects.filter(pk__in=wanted) if wanted else Asset.objects.none()
    shown = {
        asset.pk: Shown(address_of(asset, person), asset.width, asset.height) for asset in found
    }
    return shown.get
