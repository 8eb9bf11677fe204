"""Write the search index again from nothing: after an import by hand, or a change of stems."""

from typing import Any

from django.core.management.base import BaseCommand

from modules.indexing import rebuild


class Command(BaseCommand):
    """`reindex`."""

    help = "Réécrit tout l’index de la recherche."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Do it, and say how much there is to find."""
        self.stdout.write(f"{rebuild()} entrées")
