"""Begin the evidence of a platform that recorded attendance before evidence was kept."""

from typing import Any

from django.core.management.base import BaseCommand

from learning.attendance.adoption import adopt_marks, cohorts_without_evidence


class Command(BaseCommand):
    """Write an entry for each mark that has none; run once, when the platform is upgraded."""

    help = (
        "Écrit la preuve des émargements qui n’en ont pas : ceux d’avant la version qui les garde. "
        "Chaque ligne dit qu’elle a été écrite après coup."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Say a line per cohort."""
        for cohort in cohorts_without_evidence():
            self.stdout.write(f"{cohort.code} : {adopt_marks(cohort)} émargements repris.")
