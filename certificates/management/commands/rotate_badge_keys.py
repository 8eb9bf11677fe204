"""Renew the keys that sign badges."""

from typing import Any

from django.core.management.base import BaseCommand

from certificates.badges.services import rotate_keys


class Command(BaseCommand):
    """Make new keys; the badges signed with the old ones still verify."""

    help = (
        "Renouvelle les clés qui signent les badges : une fois par an, ou dès qu’une clé privée a "
        "pu être lue. Les badges déjà signés restent vérifiables."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Say which keys sign from now on."""
        for key in rotate_keys():
            self.stdout.write(f"{key.get_algorithm_display()} : {key.pk}")
