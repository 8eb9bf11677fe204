"""A limit on how often one address may ask about codes."""

from django.http import HttpRequest

from common.throttle import count_try

LOOKUPS_PER_MINUTE = 60


def is_asking_too_often(request: HttpRequest) -> bool:
    """Count this lookup; return whether its address made more than LOOKUPS_PER_MINUTE of them.

    A code holds 130 random bits: guessing is hopeless, the limit only keeps robots from loading
    the server.
    """
    key = f"verify-lookups:{request.META.get('REMOTE_ADDR', '')}"
    return count_try(key, most=LOOKUPS_PER_MINUTE, seconds=60)
