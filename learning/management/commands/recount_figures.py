"""Check that figures are those of a full recount."""

from argparse import ArgumentParser
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from frontend.formats import grouped
from learning.counting.models import CountedVerdict
from learning.figures.recount import differences, repair
from learning.targets.models import Target

MOST_SHOWN = 50


class Command(BaseCommand):
    """Count everything again; the exit status is 1 when figures say anything else."""

    help = (
        "Recompte tous les objectifs depuis les verdicts, compare aux chiffres écrits et nomme "
        "chaque différence."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask whether to repair."""
        parser.add_argument(
            "--repair", action="store_true", help="Écrit ce que dit le recompte, puis recompte."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Say each difference."""
        with translation.override("fr"):
            if options["repair"]:
                repair()
            found = list(islice(differences(), MOST_SHOWN))
            for sentence in found:
                self.stdout.write(f"✗ {sentence}")
            if found:
                message = "Les chiffres ne sont pas ceux d’un recompte complet."
                raise CommandError(message)
            verdicts = CountedVerdict.objects.standing().count()
            self.stdout.write(
                f"✓ Objectifs recomptés : {grouped(Target.objects.count())}. Verdicts : "
                f"{grouped(verdicts)}. Aucune différence."
            )
