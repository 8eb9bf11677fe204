"""A participant's private notes: written for oneself, read by nobody else."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from common.errors import DomainError
from learning.enrolment.models import Enrolment
from learning.progress.doing import mark_done, mark_not_done
from learning.progress.models import JournalEntry
from learning.progress.services import check_is_mine
from modules.programmes.enums import ActivityKind
from modules.programmes.models import Activity

LONGEST = 50_000


class NotAJournal(DomainError):
    """The activity is no reflection."""

    code = "not_a_journal"
    sentence = _("Cette activité n’a pas de page dans votre carnet.")


class NoteIsTooLong(DomainError):
    """The note is longer than LONGEST."""

    code = "note_is_too_long"
    sentence = _(
        "Cette note dépasse 50 000 caractères : gardez-en une partie dans un document à vous."
    )


def note_of(enrolment: Enrolment, activity: Activity) -> JournalEntry | None:
    """Return what the participant wrote for an activity, for a page of their own."""
    return JournalEntry.objects.filter(enrolment=enrolment, activity=activity.lineage).first()


@transaction.atomic
def save_note(
    *, person: User, enrolment: Enrolment, activity: Activity, text: str
) -> JournalEntry | None:
    """Write one's note over the one before; the activity is done. An empty one is forgotten.

    Nothing of it goes to the audit trail. Raises NotYourActivity, NotAJournal or NoteIsTooLong.
    """
    check_is_mine(person, enrolment, activity)
    if activity.kind != ActivityKind.REFLECTION:
        raise NotAJournal
    if len(text) > LONGEST:
        raise NoteIsTooLong
    if not text.strip():
        JournalEntry.objects.filter(enrolment=enrolment, activity=activity.lineage).delete()
        mark_not_done(enrolment, activity)
        return None
    note, _is_new = JournalEntry.objects.update_or_create(
        enrolment=enrolment,
        activity=activity.lineage,
        defaults={"text": text, "title": activity.title, "updated_at": timezone.now()},
    )
    mark_done(enrolment, activity)
    return note
