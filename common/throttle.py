"""A limit on how often something may be tried."""

from django.core.cache import cache


def count_try(key: str, *, most: int, seconds: int) -> bool:
    """Count one try; return whether there have been more than `most` since the first one.

    The count starts again `seconds` after its first try. Each process counts alone when the cache
    is not shared.
    """
    cache.add(key, 0, timeout=seconds)
    try:
        return cache.incr(key) > most
    except ValueError:  # the time ended between the two calls
        return False


def has_tried_too_often(key: str, *, most: int) -> bool:
    """Return whether more than `most` tries are counted, without counting one."""
    return bool(cache.get(key, 0) > most)
