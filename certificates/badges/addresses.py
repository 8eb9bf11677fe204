"""The public addresses that badges name. They are signed: never change them."""

from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse


def _absolute(name: str, *args: object) -> str:
    return urljoin(settings.PUBLIC_BASE_URL, reverse(f"badges:{name}", args=args))


def site() -> str:
    """Return the address of the programme's site."""
    return urljoin(settings.PUBLIC_BASE_URL, "/")


def issuer_id() -> str:
    """Return who issues: an address that answers the issuer's profile and keys."""
    return _absolute("issuer")


def key_id(key: str) -> str:
    """Return where one public key is read."""
    return _absolute("key", key)


def credential_id(code: str) -> str:
    """Return where the credential of an award is read, which is also its identifier."""
    return _absolute("credential", code)


def page(code: str) -> str:
    """Return the page that shows the badge to people."""
    return _absolute("badge", code)


def picture(code: str, form: str) -> str:
    """Return the baked picture of a badge; `form` is "png" or "svg"."""
    return _absolute("image", code, form)


def achievement_id(digest: str) -> str:
    """Return where an achievement is described."""
    return _absolute("achievement", digest)


def achievement_picture(digest: str) -> str:
    """Return the picture of an achievement, which is nobody's in particular."""
    return _absolute("achievement_image", digest)


def status_list(number: int) -> str:
    """Return where a status list is read."""
    return _absolute("status", number)
