"""The sheet of a module: what its public page says, written in a draft, published with it."""

from typing import Any

from django.utils import timezone

from modules.programmes.enums import RevisionState
from modules.programmes.models import Module, Revision

Sheet = dict[str, Any]
# In the order in which people read them.
SHEET = (
    "title", "summary", "objectives", "prerequisites", "audience", "methods", "assessment",
    "access_delay", "price", "contact_name", "contact_email", "disability_contact",
    "disability_text", "licence", "authors", "source", "is_shared",
)  # fmt: skip


def sheet_of(module: Module) -> Sheet:
    """Return what the module's public page says today."""
    return {name: getattr(module, name) for name in SHEET}


def read_sheet(revision: Revision) -> Sheet:
    """Return the sheet of a revision; what it does not say, the module says."""
    return {**sheet_of(revision.edition.module), **revision.sheet}


def apply_sheet(revision: Revision) -> None:
    """Write a revision's sheet on its module's public page, and freeze it in the revision.

    The page shows the latest edition: correcting an earlier one leaves it as it is. Called by
    `publish_revision`, in its transaction.
    """
    revision.sheet = read_sheet(revision)
    module = revision.edition.module
    later = Revision.objects.filter(
        edition__module=module, edition__number__gt=revision.edition.number,
        state=RevisionState.PUBLISHED,
    )  # fmt: skip
    if later.exists():
        return
    for name in SHEET:
        setattr(module, name, revision.sheet[name])
    module.updated_on = timezone.localdate()
    module.save(update_fields=[*SHEET, "updated_on"])
