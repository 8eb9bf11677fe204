"""Renew the keys; have the badges made that are missing."""

from functools import partial

from django.db import transaction
from django.utils import timezone

from accounts.users.models import User
from certificates.awards.models import Award
from certificates.awards.services import AWARD_ISSUED
from certificates.badges.credential import BADGED
from certificates.badges.enums import KeyAlgorithm
from certificates.badges.keys import forget_private_key, make_key
from certificates.badges.models import BadgeKey
from common.audit.services import record
from common.jobs.services import queue_all


@transaction.atomic
def rotate_keys(*, actor: User | None = None) -> list[BadgeKey]:
    """Sign with new keys from now on; return them.

    What the old ones signed still verifies: their public halves stay. Their private halves are
    deleted from this server.
    """
    made = []
    for algorithm in KeyAlgorithm:
        old = list(BadgeKey.objects.select_for_update().current().filter(algorithm=algorithm))
        BadgeKey.objects.filter(pk__in=[key.pk for key in old]).update(retired_at=timezone.now())
        key = make_key(algorithm)
        record(actor=actor, action="badge_key_made", target=key, algorithm=algorithm.value)
        for retired in old:
            transaction.on_commit(partial(forget_private_key, retired))
        made.append(key)
    return made


@transaction.atomic
def make_missing_badges() -> int:
    """Queue the badges of awards that have none yet; return how many there are."""
    missing = Award.objects.filter(kind__in=BADGED, badge__isnull=True)
    keys = [str(pk) for pk in missing.values_list("pk", flat=True)]
    queue_all(kind=AWARD_ISSUED, payloads={key: {"award": key} for key in keys})
    return len(keys)
