"""The audit trail in words: who did what to an object, when, from where."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.audit.models import AuditEntry
from learning.cohorts.enums import CohortState
from learning.enrolment.enums import Verdict

WORDS: dict[str, str | Promise] = {
    "approval_asked_again": _("accord redemandé"),
    "approval_rule_set": _("accord de la structure"),
    "award_issued": _("titre délivré"),
    "award_revoked": _("titre révoqué"),
    "cohort_moved": _("texte suivi changé"),
    "cohort_planned": _("cohorte préparée"),
    "cohort_state_changed": _("état changé"),
    "completion_declared": _("achèvement déclaré"),
    "digests_refused": _("récapitulatif refusé"),
    "details_updated": _("coordonnées modifiées"),
    "enrolled": _("inscription"),
    "enrolment_cancelled": _("inscription annulée"),
    "half_day_countersigned": _("demi-journée contresignée"),
    "half_day_signed": _("demi-journée émargée"),
    "mark_corrected": _("présence corrigée"),
    "mark_recorded": _("présence notée"),
    "message_text_changed": _("texte de message changé"),
    "message_text_reset": _("texte de message rétabli"),
    "offer_accepted": _("place proposée acceptée"),
    "offer_taken_back": _("proposition retirée, rang gardé"),
    "place_given": _("place attribuée"),
    "place_given_by_hand": _("place donnée par l’administration"),
    "place_named": _("place réservée nommée"),
    "place_offered": _("place proposée"),
    "place_rules_changed": _("règles des places changées"),
    "places_reserved": _("places réservées"),
    "put_first": _("mise en tête de la liste d’attente"),
    "request_answered": _("réponse de la structure"),
    "reservation_released": _("places réservées rendues"),
    "revision_published": _("révision publiée"),
    "revision_started": _("révision commencée"),
    "role_ended": _("rôle retiré"),
    "role_granted": _("rôle donné"),
    "roll_call_recorded": _("appel enregistré"),
    "target_set": _("objectif fixé"),
    "verdict_recorded": _("verdict écrit"),
}
# The rules of a cohort's places, as a change names them.
RULES: dict[str, str | Promise] = {
    "places_min": _("minimum"),
    "places_max": _("places"),
    "priority_until": _("priorité jusqu’au"),
    "quota_per_organisation": _("places par structure"),
    "offer_hours": _("heures pour répondre"),
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
    if entry.action == "request_answered":
        return str(Verdict(entry.details["verdict"]).label)
    if entry.action == "place_rules_changed":
        return _rules(entry.details["before"], entry.details["after"])
    return str(entry.details.get("words", ""))


def _rules(before: dict[str, Any], after: dict[str, Any]) -> str:
    """Return "places : 38 → 40" for each rule that changed."""
    changes = [f"{RULES[name]} : {_said(before[name])} → {_said(after[name])}" for name in after]
    return " ; ".join(changes)


def _said(value: Any) -> str:
    if value is None:
        return "–"
    return value[:16].replace("T", " ") if isinstance(value, str) else str(value)
