"""Make links that act, open them, and settle them.

Opening a link shows a page: mail scanners open every link. A button there acts, by POST.
"""

import hashlib
import secrets
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.errors import DomainError
from common.links.models import ActionLink

SECRET_BYTES = 32


class LinkIsDead(DomainError):
    code = "link_is_dead"
    sentence = _(
        "Ce lien n’existe pas ou n’est plus valable : ouvrez le plus récent de nos messages, ou "
        "connectez-vous."
    )


def make_link(*, purpose: str, object_id: object, expires_at: datetime) -> str:
    """Write a link and return its secret, which is kept nowhere: put it into the mail at once."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    ActionLink.objects.create(
        digest=digest_of(secret), purpose=purpose, object_id=str(object_id), expires_at=expires_at
    )
    return secret


def open_link(*, purpose: str, secret: str) -> str:
    """Return what a link is about. Raises LinkIsDead."""
    return _alive(purpose, secret).object_id


def forget_links(*, purpose: str, object_id: object) -> None:
    """Make every link about this unusable: what they were for is settled."""
    mine = ActionLink.objects.filter(purpose=purpose, object_id=str(object_id), used_at=None)
    mine.update(used_at=timezone.now())


def _alive(purpose: str, secret: str) -> ActionLink:
    found = ActionLink.objects.filter(
        digest=digest_of(secret), purpose=purpose, used_at=None, expires_at__gt=timezone.now()
    ).first()
    if found is None:
        raise LinkIsDead
    return found


def digest_of(secret: str) -> str:
    """Return what is kept of a secret: who reads it cannot tell the secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
