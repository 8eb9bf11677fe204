"""Have the badges made of the awards that have none."""

from typing import Any

from django.core.management.base import BaseCommand

from certificates.badges.services import make_missing_badges


class Command(BaseCommand):
    """Queue the badges that are missing: awards older than badges, or a job that was lost."""

    help = "Met en file la fabrication des badges des titres qui n’en ont pas encore."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Say how many are on their way."""
        self.stdout.write(f"{make_missing_badges()} badge(s) en préparation.")
