"""A limit on how often one address may ask about codes."""

from django.core.cache import cache
from django.http import HttpRequest

LOOKUPS_PER_MINUTE = 60


def is_asking_too_often(request: HttpRequest) -> bool:
    """Count this lookup; return whether its address made more than LOOKUPS_PER_MINUTE of them.

    A code holds 130 random bits: guessing is hopeless, the limit only keeps robots from loading
    the server. Each process counts alone when the cache is not shared.
    """
    key = f"verify-lookups:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, timeout=60)
    try:
        return cache.incr(key) > LOOKUPS_PER_MINUTE
    except ValueError:  # the minute ended between the two calls
        return False
