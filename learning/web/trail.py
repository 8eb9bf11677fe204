"""The audit trail in words: who did what to an object, when, from where."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from certificates.awards.enums import RevocationReason
from common.audit.models import AuditEntry
from learning.cohorts.enums import CohortState
from learning.decisions.enums import DateAnswer
from learning.enrolment.enums import Verdict

WORDS: dict[str, str | Promise] = {
    "approval_asked_again": _("accord redemandé"),
    "approval_rule_set": _("accord de la structure"),
    "award_issued": _("titre délivré"),
    "award_revoked": _("titre révoqué"),
    "calendar_feed_made": _("adresse d’agenda créée"),
    "calendar_feed_revoked": _("adresse d’agenda coupée"),
    "cohort_moved": _("texte suivi changé"),
    "cohort_planned": _("cohorte préparée"),
    "cohort_postponed": _("cohorte reportée"),
    "cohort_rescheduled": _("dates ou lieu changés"),
    "cohort_state_changed": _("état changé"),
    "cohort_terms_set": _("prix ou composition visée changés"),
    "completion_declared": _("achèvement déclaré"),
    "convention_made": _("convention établie"),
    "convention_sent": _("convention envoyée"),
    "convention_signed": _("convention revenue signée"),
    "dates_answered": _("réponse aux nouvelles dates"),
    "digests_refused": _("récapitulatif refusé"),
    "design_applied": _("modèle appliqué"),
    "design_discarded": _("brouillon du modèle abandonné"),
    "design_published": _("modèle publié"),
    "design_set_aside": _("modèle mis de côté"),
    "design_started": _("modèle ouvert"),
    "details_updated": _("coordonnées modifiées"),
    "enrolled": _("inscription"),
    "enrolment_cancelled": _("inscription annulée"),
    "enrolment_merged": _("inscription annulée, en double"),
    "enrolment_restored": _("inscription rétablie"),
    "enrolment_completed": _("inscription complétée"),
    "enrolment_moved": _("venue d’une autre cohorte"),
    "format_rules_set": _("règle du format fixée"),
    "group_accepts_some": _("accord du groupe pour une partie des places"),
    "group_dissolved": _("groupe dissous"),
    "group_joined": _("entrée dans un groupe"),
    "group_left": _("sortie du groupe"),
    "group_made": _("groupe formé"),
    "half_day_countersigned": _("demi-journée contresignée"),
    "half_day_signed": _("demi-journée émargée"),
    "make_up_accepted": _("rattrapage accepté"),
    "make_up_asked": _("rattrapage demandé"),
    "make_up_called_off": _("rattrapage annulé"),
    "make_up_declined": _("rattrapage décliné"),
    "make_up_proposed": _("rattrapage proposé"),
    "mark_corrected": _("présence corrigée"),
    "mark_recorded": _("présence notée"),
    "merge_undone": _("fusion annulée"),
    "merged_into": _("fiche fusionnée avec une autre"),
    "message_text_changed": _("texte de message changé"),
    "message_text_reset": _("texte de message rétabli"),
    "name_shown_chosen": _("nom montré à qui vérifie ses titres"),
    "needs_told": _("besoins dits, changés ou retirés"),
    "offer_accepted": _("place proposée acceptée"),
    "offer_taken_back": _("proposition retirée, rang gardé"),
    "people_merged": _("fiche réunie"),
    "papers_asked": _("titres demandés"),
    "papers_downloaded": _("titres téléchargés"),
    "papers_resumed": _("délivrance reprise"),
    "participant_replaced": _("venue à la place d’une autre personne"),
    "place_given": _("place attribuée"),
    "place_given_by_hand": _("place donnée par l’administration"),
    "place_named": _("place réservée nommée"),
    "place_offered": _("place proposée"),
    "place_rules_changed": _("règles des places changées"),
    "places_reserved": _("places réservées"),
    "plan_dropped": _("scénario abandonné"),
    "plan_kept": _("scénario gardé"),
    "practical_changed": _("ce que dit la convocation"),
    "proof_pack_asked": _("dossier de preuves demandé"),
    "proof_pack_fetched": _("dossier de preuves téléchargé"),
    "proof_pack_made": _("dossier de preuves préparé"),
    "put_first": _("mise en tête de la liste d’attente"),
    "request_answered": _("réponse de la structure"),
    "reservation_prolonged": _("délai des places réservées prolongé"),
    "reservation_released": _("places réservées rendues"),
    "revision_published": _("révision publiée"),
    "revision_started": _("révision commencée"),
    "role_ended": _("rôle retiré"),
    "role_granted": _("rôle donné"),
    "roll_call_recorded": _("appel enregistré"),
    "sheet_cells_settled": _("cases d’une feuille papier validées"),
    "sheet_page_filed": _("page d’une feuille papier classée à la main"),
    "sheet_scan_sent": _("feuille papier versée"),
    "target_changed": _("objectif changé"),
    "target_closed": _("objectif clos"),
    "target_set": _("objectif fixé"),
    "told_apart": _("dite distincte d’une autre personne"),
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
    """One act, as its line tells it; `about` is whom it is about, where that was asked for."""

    at: datetime
    who: str
    words: str | Promise
    reason: str
    address: str
    about: str = ""


def trail_of(
    objects: Iterable[Model], *, most: int = MOST, names: Mapping[str, str] | None = None
) -> list[Entry]:
    """Return the latest acts on these objects, latest first.

    `names` says what some of them are called, by the text of their key.
    """
    named = names or {}
    found = AuditEntry.objects.about(*objects)[:most]
    return [
        Entry(
            at=entry.at,
            who=entry.actor.display_name if entry.actor else "",
            words=_words(entry, named),
            reason=entry.reason or _precision(entry),
            address=entry.ip_address or "",
            about=named.get(entry.object_id, ""),
        )
        for entry in found
    ]


def _words(entry: AuditEntry, names: Mapping[str, str]) -> str | Promise:
    replaced = names.get(entry.details.get("replaces", ""))
    if replaced:
        return _("venue à la place de %(name)s") % {"name": replaced}
    if entry.details.get("revocation") == RevocationReason.REPLACED:
        return _("titre remplacé")
    return WORDS.get(entry.action, entry.action)


def _precision(entry: AuditEntry) -> str:
    """Return what became of the object, where the entry tells it."""
    if entry.action == "cohort_state_changed":
        return str(CohortState(entry.details["after"]).label)
    if entry.action == "request_answered":
        return str(Verdict(entry.details["verdict"]).label)
    if entry.action == "dates_answered":
        return str(DateAnswer(entry.details["answer"]).label)
    if entry.action == "place_rules_changed":
        return _rules(entry.details["before"], entry.details["after"])
    return str(entry.details.get("words", entry.details.get("group", "")))


def _rules(before: dict[str, Any], after: dict[str, Any]) -> str:
    """Return "places : 38 → 40" for each rule that changed."""
    changes = [f"{RULES[name]} : {_said(before[name])} → {_said(after[name])}" for name in after]
    return " ; ".join(changes)


def _said(value: Any) -> str:
    if value is None:
        return "–"
    return value[:16].replace("T", " ") if isinstance(value, str) else str(value)
