"""What a pack lacks, why, and what would repair it: said before it is made, and inside it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from learning.attendance.sheets.enums import ScanState
from learning.cohorts.enums import CohortState
from learning.completion.enums import Verdict
from learning.conventions.permissions import has_conventions
from learning.proofs.enums import CONVOKING, Folder, GapKind
from learning.proofs.names import written
from learning.proofs.reading import Facts, is_of_completion, is_sealed


@dataclass(frozen=True, slots=True)
class Gap:
    """Something missing from a folder; `names` are whom or what it is about."""

    kind: GapKind
    folder: Folder
    sentence: str
    names: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """Return what the manifest and the row of the pack keep."""
        return {
            "kind": self.kind.value, "folder": self.folder.value, "sentence": self.sentence,
            "names": self.names,
        }  # fmt: skip


def gaps_of(facts: Facts) -> list[Gap]:
    """Return what is known to be missing, in the order of the folders."""
    found = [
        *_of_the_action(facts),
        *_of_conventions(facts),
        *_of_convocations(facts),
        *_of_sheets(facts),
        *_of_evidence(facts),
        *_of_results(facts),
    ]
    return sorted(found, key=lambda gap: gap.folder.value)


def _of_the_action(facts: Facts) -> Iterable[Gap]:
    if facts.cohort.state != CohortState.CLOSED:
        yield Gap(
            GapKind.NOT_OVER, Folder.RESULTS,
            _("La cohorte n’est pas terminée : le dossier s’arrête à ce qui est connu."),
        )  # fmt: skip
    if not facts.trainers:
        yield Gap(
            GapKind.NO_TRAINER, Folder.PROGRAMME,
            _("Aucun·e formateur·rice n’est désigné·e sur la cohorte."),
        )  # fmt: skip
    provider = facts.provider
    lacks = {
        _("le SIRET"): provider and provider.siret,
        _("l’adresse"): provider and provider.address,
        _("le numéro de déclaration d’activité"): provider and provider.activity_number,
        _("la personne qui signe"): provider and provider.signatory_name,
    }
    missing = [name for name, value in lacks.items() if not value]
    if missing:
        yield Gap(
            GapKind.PROVIDER, Folder.PROGRAMME,
            _("La fiche de l’organisme de formation est incomplète."), missing,
        )  # fmt: skip


def _of_conventions(facts: Facts) -> Iterable[Gap]:
    covered = {one.organisation_id for one in facts.conventions}
    bare = {
        one.enrolling_organisation.name
        for one in facts.people
        if one.enrolling_organisation and one.enrolling_organisation_id not in covered
    }
    if bare and has_conventions(facts.cohort):
        count = len(bare)
        sentence = ngettext(
            "%(count)s structure a inscrit des personnes sans convention.",
            "%(count)s structures ont inscrit des personnes sans convention.",
            count,
        )
        yield Gap(
            GapKind.NO_CONVENTION, Folder.CONVENTIONS, sentence % {"count": count}, sorted(bare)
        )
    unsigned = [
        f"{one.number}, {one.organisation.name}"
        for one in facts.conventions
        if one.received_on is None
    ]
    if unsigned:
        sentence = ngettext(
            "%(count)s convention n’est pas notée comme revenue signée.",
            "%(count)s conventions ne sont pas notées comme revenues signées.",
            len(unsigned),
        )
        yield Gap(
            GapKind.UNSIGNED, Folder.CONVENTIONS, sentence % {"count": len(unsigned)}, unsigned
        )


def _of_convocations(facts: Facts) -> Iterable[Gap]:
    told = {
        enrolment.pk
        for message, enrolment in facts.messages
        if enrolment and message.kind in CONVOKING and message.is_sent
    }
    silent = [written(one.person) for one in facts.people if one.pk not in told]
    if silent:
        sentence = ngettext(
            "%(count)s convocation est sans trace d’envoi par la plateforme.",
            "%(count)s convocations sont sans trace d’envoi par la plateforme.",
            len(silent),
        )
        yield Gap(GapKind.NOT_SENT, Folder.CONVOCATIONS, sentence % {"count": len(silent)}, silent)


def _of_sheets(facts: Facts) -> Iterable[Gap]:
    zone = facts.cohort.venue.zone
    # The date as lists write it: a half-day is named the same in every language.
    opened = [
        f"{half.starts_at.astimezone(zone):%d/%m/%Y}, {half.get_period_display()}"
        for half in facts.halves
        if not is_sealed(half)
    ]
    if opened:
        sentence = ngettext(
            "%(count)s demi-journée n’est pas contresignée.",
            "%(count)s demi-journées ne sont pas contresignées.",
            len(opened),
        )
        yield Gap(GapKind.NOT_SEALED, Folder.SHEETS, sentence % {"count": len(opened)}, opened)
    to_treat = [
        one.scan.name
        for one in facts.scans
        if one.to_settle or one.scan.state in (ScanState.WAITING, ScanState.REFUSED)
    ]
    if to_treat:
        sentence = ngettext(
            "%(count)s fichier de feuilles signées est à classer, à valider ou à renvoyer.",
            "%(count)s fichiers de feuilles signées sont à classer, à valider ou à renvoyer.",
            len(to_treat),
        )
        yield Gap(GapKind.SCAN, Folder.SHEETS, sentence % {"count": len(to_treat)}, to_treat)


def _of_evidence(facts: Facts) -> Iterable[Gap]:
    if facts.head is None:
        yield Gap(
            GapKind.NO_EVIDENCE, Folder.EVIDENCE,
            _("Le registre de preuve est vide : personne n’a encore émargé."),
        )  # fmt: skip
    elif not facts.head.is_anchored:
        waiting = facts.head.position - facts.head.anchored_position
        sentence = ngettext(
            "%(count)s ligne du registre n’est pas encore recopiée hors de la base.",
            "%(count)s lignes du registre ne sont pas encore recopiées hors de la base.",
            waiting,
        )
        yield Gap(GapKind.NOT_ANCHORED, Folder.EVIDENCE, sentence % {"count": waiting})


def _of_results(facts: Facts) -> Iterable[Gap]:
    unjudged = [written(one.person) for one in facts.people if one.pk not in facts.completions]
    if unjudged:
        sentence = ngettext(
            "%(count)s personne n’a pas encore de résultat.",
            "%(count)s personnes n’ont pas encore de résultat.",
            len(unjudged),
        )
        yield Gap(GapKind.NO_VERDICT, Folder.RESULTS, sentence % {"count": len(unjudged)}, unjudged)
    held = {one.pk for one, award in facts.valid_awards if is_of_completion(award)}
    bare = [
        written(one.person)
        for one in facts.people
        if one.pk in facts.completions
        and facts.completions[one.pk].verdict == Verdict.ACQUIRED
        and one.pk not in held
    ]
    if bare:
        sentence = ngettext(
            "%(count)s personne a acquis la formation sans titre qui tienne.",
            "%(count)s personnes ont acquis la formation sans titre qui tienne.",
            len(bare),
        )
        yield Gap(GapKind.NO_AWARD, Folder.AWARDS, sentence % {"count": len(bare)}, bare)
    undrawn = [
        f"{award.serial}, {written(one.person)}"
        for one, award in facts.valid_awards
        if not award.is_ready
    ]
    if undrawn:
        sentence = ngettext(
            "%(count)s titre délivré n’est pas encore dessiné.",
            "%(count)s titres délivrés ne sont pas encore dessinés.",
            len(undrawn),
        )
        yield Gap(GapKind.NOT_DRAWN, Folder.AWARDS, sentence % {"count": len(undrawn)}, undrawn)
