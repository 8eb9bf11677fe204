"""The facts as tables that a spreadsheet opens, in French as the papers are."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from accounts.notifications.kinds import all_kinds
from accounts.notifications.models import Message
from certificates.awards.models import Award
from frontend.tables import Column, csv_text
from learning.attendance.models import AttendanceMark
from learning.cohorts.models import HalfDay
from learning.completion.models import Completion
from learning.conventions.models import Convention
from learning.conventions.pdf import euros
from learning.enrolment.models import Enrolment
from learning.proofs.reading import Facts, is_of_completion, is_sealed

Where = Callable[[Award], str]


@dataclass(frozen=True, slots=True)
class Presence:
    """A person and a half-day of the cohort: where they were, if anywhere."""

    enrolment: Enrolment
    half_day: HalfDay
    mark: AttendanceMark | None
    # The half-day of another group where they made up for it, when it counts.
    instead: HalfDay | None
    is_guest: bool = False

    @property
    def minutes(self) -> int:
        """Return the minutes that count for this half-day."""
        held = self.instead or self.half_day
        return min(self.mark.minutes_attended(held), self.half_day.minutes) if self.mark else 0


def presences(facts: Facts) -> Iterator[Presence]:
    """Give each person's half-days in their order, then those of the guests."""
    for one in facts.people:
        for half in facts.halves:
            yield _presence(facts, one, half)
    for one in facts.guests:
        for half in facts.halves:
            mark = facts.marks.get((one.pk, half.pk))
            if mark is not None:
                yield Presence(one, half, mark, None, is_guest=True)


def _presence(facts: Facts, one: Enrolment, half: HalfDay) -> Presence:
    """Return where someone was for a half-day, as the verdict counts it (completion.queries)."""
    mark = facts.marks.get((one.pk, half.pk))
    make_up = facts.make_ups.get((one.pk, half.pk))
    if (mark is None or not mark.was_there) and make_up and is_sealed(make_up.taken):
        there = facts.marks.get((one.pk, make_up.taken_id))
        if there is not None and there.was_there:
            return Presence(one, half, there, make_up.taken)
    return Presence(one, half, mark, None)


def participants_csv(facts: Facts) -> str:
    """Return who had a place: those who kept it, and those who gave it up."""
    columns: list[Column] = [
        *_WHO,
        ("Fonction", lambda one: one.function),
        ("Employeur", lambda one: one.employer.name if one.employer else ""),
        ("Versant", lambda one: one.get_versant_display()),
        ("Catégorie", lambda one: one.get_category_display()),
        (
            "Inscrite par",
            lambda one: one.enrolling_organisation.name if one.enrolling_organisation else "",
        ),
        ("Origine", lambda one: one.get_source_display()),
        ("Demandée le", lambda one: _at(facts, one.requested_at)),
        ("Place confirmée le", lambda one: _at(facts, one.confirmed_at)),
        ("État", lambda one: one.get_state_display()),
        ("Place rendue le", lambda one: _at(facts, one.cancelled_at)),
    ]
    return csv_text(columns, [*facts.people, *facts.left])


def presences_csv(facts: Facts) -> str:
    """Return each person's half-days: presence, hours, minutes, how it was signed."""
    columns: list[Column] = [
        ("Inscription", lambda row: row.enrolment.pk),
        ("Nom", lambda row: row.enrolment.person.last_name),
        ("Prénom", lambda row: row.enrolment.person.first_name),
        ("Invitée du groupe", lambda row: row.enrolment.cohort.title if row.is_guest else ""),
        ("Jour", lambda row: row.half_day.day),
        ("Demi-journée", lambda row: row.half_day.get_period_display()),
        ("Début", lambda row: _at(facts, row.half_day.starts_at)),
        ("Fin", lambda row: _at(facts, row.half_day.ends_at)),
        ("Présence", lambda row: row.mark.get_status_display() if row.mark else ""),
        ("Arrivée", lambda row: _at(facts, row.mark and row.mark.arrived_at)),
        ("Départ", lambda row: _at(facts, row.mark and row.mark.left_at)),
        ("Minutes suivies", lambda row: row.minutes),
        ("Minutes prévues", lambda row: row.half_day.minutes),
        ("Rattrapée avec", lambda row: row.instead.cohort.title if row.instead else ""),
        ("Rattrapée le", lambda row: _at(facts, row.instead and row.instead.starts_at)),
        ("Méthode", lambda row: row.mark.get_method_display() if row.mark else ""),
        ("Signée à", lambda row: _at(facts, row.mark and row.mark.signed_at)),
        ("Contresignée par", _sealed_by),
        ("Ligne du registre", lambda row: row.mark.entry if _has_entry(row) else ""),
    ]
    return csv_text(columns, presences(facts))


def _has_entry(row: Presence) -> bool:
    """Return whether the mark has a line in this cohort's register."""
    return row.mark is not None and row.instead is None and row.mark.entry > 0


def _sealed_by(row: Presence) -> str:
    held = row.instead or row.half_day
    # The team of another group is on the sheet of that group.
    if row.instead or not is_sealed(held):
        return ""
    return held.countersignature.trainer.display_name


@dataclass(frozen=True, slots=True)
class Result:
    """What a person obtained: the verdict, and a paper that holds."""

    enrolment: Enrolment
    completion: Completion | None
    award: Award | None


def results_csv(facts: Facts) -> str:
    """Return each person's verdict with its reason, and the number of their paper."""
    papers = {one.pk: award for one, award in facts.valid_awards if is_of_completion(award)}
    rows = [Result(one, facts.completions.get(one.pk), papers.get(one.pk)) for one in facts.people]
    columns: list[Column] = [
        ("Inscription", lambda row: row.enrolment.pk),
        ("Nom", lambda row: row.enrolment.person.last_name),
        ("Prénom", lambda row: row.enrolment.person.first_name),
        ("Demi-journées suivies", lambda row: row.completion and row.completion.half_days_attended),
        ("Demi-journées prévues", lambda row: row.completion and row.completion.half_days_planned),
        ("Minutes suivies", lambda row: row.completion and row.completion.minutes_attended),
        ("Minutes prévues", lambda row: row.completion and row.completion.minutes_planned),
        ("Résultat", lambda row: row.completion.get_verdict_display() if row.completion else ""),
        ("Raison", lambda row: row.completion.reason if row.completion else ""),
        ("Corrigé parce que", lambda row: row.completion and row.completion.correction_reason),
        ("Déclaré sur", lambda row: row.completion and row.completion.evidence),
        ("Acquis le", lambda row: row.completion and row.completion.effective_on),
        ("Version", lambda row: row.completion and row.completion.version),
        ("Certificat", lambda row: row.award.serial if row.award else ""),
    ]
    return csv_text(columns, rows)


def awards_csv(facts: Facts, where: Where) -> str:
    """Return every paper given, revoked ones too; `where` says where a paper is in the pack."""
    rows = [(one, award) for one in facts.people for award in facts.awards.get(one.pk, [])]
    columns: list[Column] = [
        ("Numéro", lambda row: row[1].serial),
        ("Titre", lambda row: row[1].get_kind_display()),
        ("Nom", lambda row: row[1].facts["beneficiary"]["last_name"]),
        ("Prénom", lambda row: row[1].facts["beneficiary"]["first_name"]),
        ("Inscription", lambda row: row[0].pk),
        ("Minutes suivies", lambda row: row[1].facts["minutes_attended"]),
        ("Délivré le", lambda row: row[1].facts["issued_on"]),
        ("Vérification", lambda row: row[1].verify_url),
        ("Révoqué le", lambda row: _at(facts, row[1].revoked_at)),
        ("Motif", lambda row: row[1].get_revocation_reason_display()),
        (
            "Remplacé par",
            lambda row: row[1].replaced_by.serial if row[1].replaced_by else "",
        ),
        ("Précision", lambda row: row[1].revocation_note),
        ("SHA-256", lambda row: row[1].pdf_sha256),
        ("SHA-256 du certificat de cachet", lambda row: row[1].seal),
        ("Fichier", lambda row: where(row[1])),
    ]
    return csv_text(columns, rows)


def conventions_csv(facts: Facts) -> str:
    """Return the conventions of the cohort, in the version that holds."""
    columns: list[Column] = [
        ("Numéro", lambda one: one.number),
        ("Version", lambda one: one.version),
        ("Structure", lambda one: one.organisation.name),
        ("Personnes", lambda one: one.people_count),
        ("Total", lambda one: euros(one.facts["total_cents"])),
        ("État", lambda one: one.get_state_display()),
        ("Envoyée le", lambda one: _at(facts, one.sent_at)),
        ("Reçue signée le", lambda one: one.received_on),
        ("Signée par", lambda one: one.signed_by),
    ]
    rows: list[Convention] = facts.conventions
    return csv_text(columns, rows)


def messages_csv(facts: Facts) -> str:
    """Return what was written about the cohort: the text itself is not kept by the platform."""
    kinds = all_kinds()

    def kind(row: tuple[Message, Enrolment | None]) -> str:
        known = kinds.get(row[0].kind)
        return str(known.label) if known else row[0].kind

    columns: list[Column] = [
        ("Écrit le", lambda row: _at(facts, row[0].created_at)),
        ("Message", kind),
        ("Objet", lambda row: row[0].subject),
        ("À", lambda row: row[0].to),
        ("Au sujet de", lambda row: str(row[1].person) if row[1] else "la cohorte"),
        ("État", lambda row: row[0].get_state_display()),
        ("Envoyé le", lambda row: _at(facts, row[0].sent_at)),
        ("Réponse du serveur", lambda row: row[0].error),
    ]
    return csv_text(columns, facts.messages)


def _at(facts: Facts, at: datetime | None) -> str:
    """Write an instant in the hours of the venue."""
    return at.astimezone(facts.cohort.venue.zone).isoformat(timespec="seconds") if at else ""


_WHO: list[Column] = [
    ("Inscription", lambda one: one.pk),
    ("Nom", lambda one: one.person.last_name),
    ("Prénom", lambda one: one.person.first_name),
]
