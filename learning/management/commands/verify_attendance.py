"""Check that the evidence of attendance is whole."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from frontend.formats import grouped, hour, plain_date
from learning.attendance.models import AttendanceMark
from learning.attendance.verification import Verified, verify
from learning.cohorts.models import Cohort
from learning.evidence.anchors import anchored_cohorts
from learning.evidence.models import EvidenceChain, EvidenceEntry
from learning.evidence.verification import Finding

# Of a chain written again from its beginning, every line is wrong: the first ones say enough.
MOST_SHOWN = 20


class Command(BaseCommand):
    """Read every chain again; the exit status is 1 when anything was done to one."""

    help = (
        "Relit les preuves d’émargement, les compare aux émargements affichés et aux copies hors "
        "de la base, et nomme chaque ligne changée, retirée, déplacée ou coupée."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for one cohort, or all."""
        parser.add_argument("--cohort", help="Code d’une seule cohorte", metavar="CODE")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Say a line per cohort, and a line per thing found."""
        with translation.override("fr"):
            cohorts, lost = _cohorts(options["cohort"])
            lines = waiting = 0
            broken = [f"cohorte {one}" for one in lost]
            for one in lost:
                self.stdout.write(f"✗ {one} : des copies la connaissent, la base ne l’a plus.")
            for cohort in cohorts:
                verified = verify(cohort)
                self._say(verified)
                lines += verified.reading.length
                waiting += verified.reading.length - verified.reading.anchored_length
                if not verified.is_whole:
                    broken.append(cohort.code)
            if broken:
                message = f"Preuves altérées : {', '.join(broken)}."
                raise CommandError(message)
            self.stdout.write(
                f"Cohortes relues : {grouped(len(cohorts))}. Lignes : {grouped(lines)}, toutes "
                f"intactes ; {grouped(waiting)} pas encore copiées hors de la base."
            )

    def _say(self, verified: Verified) -> None:
        reading = verified.reading
        sign = "✓" if verified.is_whole else "✗"
        covered = f"copie hors de la base jusqu’à la ligne {reading.anchored_length}"
        if reading.open_since:
            since = f"{plain_date(reading.open_since.date())} à {hour(reading.open_since)} UTC"
            covered += f", le reste (depuis le {since}) pas encore"
        erased = f", {reading.erased_reasons} raisons effacées" if reading.erased_reasons else ""
        self.stdout.write(
            f"{sign} {verified.cohort.code} : {reading.length} lignes{erased}, {covered}, "
            f"tête {reading.head[:16]}"
        )
        for finding in reading.findings[:MOST_SHOWN]:
            self.stdout.write(f"    {_named(verified.cohort, finding)} : {finding.sentence}")
        if len(reading.findings) > MOST_SHOWN:
            self.stdout.write(f"    … et {len(reading.findings) - MOST_SHOWN} autres.")


def _named(cohort: Cohort, finding: Finding) -> str:
    """Name the line, and what it is about where it still says so."""
    if not finding.position:
        return "cohorte"
    entry = EvidenceEntry.objects.filter(cohort=cohort, position=finding.position).first()
    if entry is None:
        return f"ligne {finding.position}"
    about = f"demi-journée {entry.half_day_id}"
    if entry.enrolment_id:
        about += f", inscription {entry.enrolment_id}"
    return f"ligne {finding.position} ({about})"


def _cohorts(code: str | None) -> tuple[list[Cohort], list[str]]:
    """Return the cohorts to read, and the identifiers of those that only copies know."""
    if code:
        found = list(Cohort.objects.filter(code=code))
        if not found:
            message = f"Aucune cohorte n’a le code « {code} »."
            raise CommandError(message)
        return found, []
    copied = anchored_cohorts()
    known = {str(pk) for pk in Cohort.objects.values_list("pk", flat=True)}
    with_evidence = set(EvidenceChain.objects.values_list("pk", flat=True))
    with_evidence |= set(
        AttendanceMark.objects.order_by().values_list("half_day__cohort", flat=True).distinct()
    )
    with_evidence |= set(
        EvidenceEntry.objects.order_by().values_list("cohort", flat=True).distinct()
    )
    wanted = {str(pk) for pk in with_evidence} | (copied & known)
    return list(Cohort.objects.filter(pk__in=wanted).order_by("code")), sorted(copied - known)
