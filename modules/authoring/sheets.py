"""Write what the public page will say; two authors at once overwrite nothing of each other."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.users.models import User
from common.errors import DomainError
from modules.authoring.gestures import gesture
from modules.programmes.models import Revision
from modules.programmes.sheets import SHEET, Sheet, read_sheet


class SheetEditedMeanwhile(DomainError):
    """Somebody changed the same fields; `theirs` holds them as they are now."""

    code = "sheet_edited_meanwhile"
    sentence = gettext_lazy(
        "%(author)s a changé la même chose pendant que vous écriviez. Votre texte est gardé : "
        "comparez-le à l’autre version, puis enregistrez."
    )

    def __init__(self, revision: Revision, theirs: Sheet) -> None:
        """Keep what the others wrote."""
        author = revision.edited_by.display_name if revision.edited_by else _("Quelqu’un")
        super().__init__(author=author)
        self.theirs = theirs


def edit_sheet(
    *, actor: User, revision: Revision, sheet: dict[str, Any], read: dict[str, Any]
) -> Sheet:
    """Write the fields that the author changed since they `read` the sheet; return it whole.

    What others changed meanwhile in other fields stays. Raises RevisionIsFrozen, or
    SheetEditedMeanwhile when they changed the same one.
    """
    subject = _("Fiche du module")
    with gesture(actor=actor, revision=revision, kind="edited", subject=subject) as change:
        now = read_sheet(change.revision)
        mine = {name: sheet[name] for name in SHEET if sheet[name] != read.get(name, now[name])}
        theirs = {
            name: now[name] for name, value in mine.items()
            if now[name] not in (read.get(name, now[name]), value)
        }  # fmt: skip
        if theirs:
            raise SheetEditedMeanwhile(change.revision, theirs)
        written: Sheet = {**now, **mine}
        if written != now:
            change.save_sheet(written)
        return written
