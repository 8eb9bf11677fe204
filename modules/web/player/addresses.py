"""Addresses of the frame and of what it asks for: signed, since no cookie goes along."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from modules.contents.models import ContentVersion, Draft, Library

# The page that holds the frame is signed for again at each load.
FRAME_LASTS = timedelta(hours=1)
_FRAME = "h5p.frame"
_UPGRADE = "h5p.upgrade"
_CONTENT = signing.Signer(salt="h5p.content", sep=".")


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who a frame is for: an opaque mark, and a language. Nothing tells the content a name."""

    mark: str
    language: str


def viewer_mark(person_id: object) -> str:
    """Return what stands for a person in addresses: stable, and says nothing of who it is."""
    return salted_hmac("h5p.viewer", str(person_id)).hexdigest()[:16]


def content_origin(request: HttpRequest) -> str:
    """Return scheme and host of what plays contents: its own domain, or the site's."""
    return settings.H5P_CONTENT_ORIGIN or f"{request.scheme}://{request.get_host()}"


def frame_address(request: HttpRequest, version: ContentVersion | Draft, viewer: Viewer) -> str:
    """Return the address of the frame that plays this version or draft, good for an hour."""
    told = {"version": version.pk.hex, "mark": viewer.mark, "language": viewer.language}
    token = signing.dumps(told, salt=_FRAME)
    return content_origin(request) + reverse("h5p:frame", args=[token])


def read_frame_token(token: str) -> tuple[UUID, Viewer]:
    """Return the version or draft to play, and for whom. Raises signing.BadSignature."""
    told = signing.loads(token, salt=_FRAME, max_age=FRAME_LASTS)
    return UUID(told["version"]), Viewer(told["mark"], told["language"])


def upgrade_address(request: HttpRequest, version: ContentVersion, target: Library) -> str:
    """Return the address of the frame that upgrades this version, good for an hour."""
    token = signing.dumps({"version": version.pk.hex, "target": target.pk}, salt=_UPGRADE)
    return content_origin(request) + reverse("h5p:upgrade", args=[token])


def read_upgrade_token(token: str) -> tuple[UUID, int]:
    """Return the version to upgrade and its new main library. Raises signing.BadSignature."""
    told = signing.loads(token, salt=_UPGRADE, max_age=FRAME_LASTS)
    return UUID(told["version"]), told["target"]


def content_prefix(version_id: UUID, mark: str) -> str:
    """Return the part of the address that gives access to a version's media.

    The same for a person, a version and a day, so that a browser keeps what it loaded.
    """
    return _CONTENT.sign(f"{version_id.hex}.{mark}.{timezone.now():%Y%m%d}")


def read_content_prefix(prefix: str) -> UUID:
    """Return the version or draft whose media may be read. Raises signing.BadSignature.

    The day before is good too: a page may stay open at midnight.
    """
    version, _mark, day = _CONTENT.unsign(prefix).split(".")
    now = timezone.now()
    if day not in {f"{now:%Y%m%d}", f"{now - timedelta(days=1):%Y%m%d}"}:
        raise signing.SignatureExpired("that day is over")
    return UUID(version)
