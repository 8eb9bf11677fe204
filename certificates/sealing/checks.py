"""What `manage.py check --deploy` says of the seal's key."""

from datetime import timedelta

from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004 - Django's name
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from certificates.sealing.keys import seal_key

SOON = timedelta(days=60)


@register(Tags.security, deploy=True)
def the_seal_can_be_put(**_: object) -> list[CheckMessage]:
    """Warn when papers cannot be sealed, or will soon no longer be."""
    try:
        ends_at = seal_key().ends_at
    except ImproperlyConfigured as failure:
        return [Warning(str(failure), id="certificates.W001")]
    if ends_at < timezone.now() + SOON:
        told = f"The certificate of the seal ends on {ends_at:%Y-%m-%d}: have it renewed."
        return [Warning(told, id="certificates.W002")]
    return []
