"""What the access table asks of the board: what is behind its figures, its annotated days."""

from django.utils import timezone

from accounts.users.models import User
from learning.annotations.models import Annotation

BOARD = [
    # route                     method  visitor  agent      trainer    manager    administrator
    ("steering:figure",         "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:annotate",       "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:annotate",       "POST", "login", "403",     "403",     "403",     "302"),
    ("steering:annotation",     "POST", "login", "403",     "403",     "403",     "302"),
]  # fmt: skip


def an_annotation(person: User) -> Annotation:
    """Return a day that was annotated."""
    now = timezone.now()
    return Annotation.objects.create(
        on=timezone.localdate(), words="Saison 2", written_by=person, written_at=now
    )
