"""What the site lets a package weigh and hold."""

from dataclasses import replace

from django.conf import settings

from modules.h5p.limits import DEFAULT, Limits


def site_limits() -> Limits:
    """Return the library's limits, with those that settings.H5P_LIMITS changes."""
    return replace(DEFAULT, **settings.H5P_LIMITS)
