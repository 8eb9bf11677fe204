"""What the files of a pack are called: letters anyone's computer reads, whatever people wrote."""

from uuid import UUID

from django.utils.text import slugify

from accounts.users.models import User

LONGEST = 60


def plain(text: str, *, otherwise: str) -> str:
    """Return a text as part of a file's name: a-z, 0-9, hyphens; no slash, no dot, not too long."""
    return slugify(text)[:LONGEST].strip("-_") or otherwise


def person_name(person: User, key: UUID) -> str:
    """Return what a person's file is called; `key` tells apart two of the same name."""
    name = plain(f"{person.last_name} {person.first_name}", otherwise="personne")
    return f"{name}-{key.hex[:8]}"


def written(person: User) -> str:
    """Return a person as lists write them: the last name first."""
    return f"{person.last_name} {person.first_name}".strip() or person.display_name
