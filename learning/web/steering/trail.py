"""The audit trail in words: who did what to an object, when, from where."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.audit.models import AuditEntry
from learning.cohorts.enums import CohortState

WORDS: dict[str, str | Promise] = {
    "award_issued": _("titre délivré"),
    "award_revoked": _("titre révoqué"),
    "cohort_moved": _("texte suivi changé"),
    "cohort_planned": _("cohorte préparée"),
    "cohort_state_changed": _("état changé"),
    "completion_declared": _("achèvement déclaré"),
    "details_updated": _("coordonnées modifiées"),
    "enrolled": _("inscription"),
    "enrolment_cancelled": _("inscription annulée"),
    "half_day_countersigned": _("demi-journée contresignée"),
    "half_day_signed": _("demi-journée émargée"),
    "mark_corrected": _("présence corrigée"),
    "mark_recorded": _("présence notée"),
    "place_given": _("place attribuée"),
    "revision_published": _("révision publiée"),
    "revision_started": _("révision commencée"),
    "role_ended": _("rôle retiré"),
    "role_granted": _("rôle donné"),
    "roll_call_recorded": _("appel enregistré"),
    "target_set": _("objectif fixé"),
    "verdict_recorded": _("verdict écrit"),
}
MOST = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """One act, as its line tells it."""

    at: datetime
    who: str
    words: str | Promise
    reason: str
    address: str


def trail_of(objects: Iterable[Model], *, most: int = MOST) -> list[Entry]:
    """Return the latest acts on these objects, latest first."""
    found = AuditEntry.objects.about(*objects)[:most]
    return [
        Entry(
            at=entry.at,
            who=entry.actor.display_name if entry.actor else "",
            words=WORDS.get(entry.action, entry.action),
            reason=entry.reason or _precision(entry),
            address=entry.ip_address or "",
        )
        for entry in found
    ]


def _precision(entry: AuditEntry) -> str:
    """Return what became of the object, where the entry tells it."""
    if entry.action == "cohort_state_changed":
        return str(CohortState(entry.details["after"]).label)
    return str(entry.details.get("words", ""))
