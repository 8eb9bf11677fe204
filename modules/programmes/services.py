"""Publish revisions and start the next one."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from modules.programmes.enums import ActivityKind, RevisionState
from modules.programmes.indexing import index_module
from modules.programmes.models import Activity, Day, Edition, Revision, Sequence
from modules.programmes.needs import what_it_lacks
from modules.programmes.sheets import apply_sheet
from modules.programmes.timetable import overlaps


class RevisionIsFrozen(DomainError):
    code = "revision_is_frozen"
    sentence = _(
        "Cette révision est publiée : elle ne change plus. Commencez la suivante pour la corriger."
    )


class RevisionHasNoDay(DomainError):
    code = "revision_has_no_day"
    sentence = _("Cette révision n’a pas de journée : ajoutez-en une avant de publier.")


class RevisionIsEmpty(DomainError):
    code = "revision_is_empty"
    sentence = _("La journée « %(day)s » n’a pas de séquence : ajoutez-en une avant de publier.")


class ContentIsMissing(DomainError):
    code = "content_is_missing"
    sentence = _(
        "« %(activity)s » est une activité interactive sans contenu : choisissez-en un avant de "
        "publier."
    )


class ActivityIsIncomplete(DomainError):
    code = "activity_is_incomplete"
    sentence = _("%(what)s « %(activity)s » n’est pas prête à publier.")


class SequencesOverlap(DomainError):
    code = "sequences_overlap"
    sentence = _(
        "« %(first)s » déborde sur « %(second)s » : déplacez ou raccourcissez l’une des deux."
    )


@transaction.atomic
def publish_revision(*, actor: User | None, revision: Revision) -> Revision:
    """Freeze a draft: cohorts may then pin it, and nothing of it changes any more.

    Its sheet becomes the module's public page. Raises RevisionIsFrozen, RevisionHasNoDay,
    RevisionIsEmpty, SequencesOverlap, ContentIsMissing or ActivityIsIncomplete.
    """
    revision = Revision.objects.select_for_update().get(pk=revision.pk)
    if revision.state == RevisionState.PUBLISHED:
        raise RevisionIsFrozen
    days = list(Revision.objects.with_tree().get(pk=revision.pk).days.all())
    if not days:
        raise RevisionHasNoDay
    for day in days:
        _check_day(day)
    revision.state = RevisionState.PUBLISHED
    revision.published_at = timezone.now()
    revision.published_by = actor
    apply_sheet(revision)
    revision.save(update_fields=["state", "published_at", "published_by", "sheet"])
    index_module(module=revision.edition.module)
    record(actor=actor, action="revision_published", target=revision)
    return revision


def _check_day(day: Day) -> None:
    sequences = list(day.sequences.all())
    if not sequences:
        raise RevisionIsEmpty(day=day.title)
    for first, second in overlaps(sequences):
        raise SequencesOverlap(first=first.title, second=second.title)
    for sequence in sequences:
        for activity in sequence.activities.all():
            if activity.kind == ActivityKind.H5P and activity.content_version_id is None:
                raise ContentIsMissing(activity=activity.title)
            if lacking := what_it_lacks(activity):
                raise ActivityIsIncomplete(activity=activity.title, what=lacking)


@transaction.atomic
def start_next_revision(*, actor: User | None, revision: Revision) -> Revision:
    """Return a draft that begins as a copy of `revision`; activities keep their lineage.

    Raises IntegrityError when the edition already has a draft: callers open that one.
    """
    draft = copy_revision(actor=actor, source=revision, edition=revision.edition)
    record(actor=actor, action="revision_started", target=draft, copied_from=revision.number)
    return draft


def copy_revision(*, actor: User | None, source: Revision, edition: Edition) -> Revision:
    """Return a draft of `edition` with all that `source` holds, in the caller's transaction.

    Days, sequences and activities keep their lineage. Raises IntegrityError when the edition
    already has a draft.
    """
    latest = edition.revisions.order_by("-number").values_list("number", flat=True).first() or 0
    draft = Revision.objects.create(
        edition=edition, number=latest + 1, copied_from=source, sheet=source.sheet,
        edited_by=actor,
    )  # fmt: skip
    for day in Revision.objects.with_tree().get(pk=source.pk).days.all():
        sequences = list(day.sequences.all())
        _copy(day, revision=draft)
        for sequence in sequences:
            activities = list(sequence.activities.all())
            _copy(sequence, day=day)
            for activity in activities:
                _copy(activity, sequence=sequence)
    return draft


def _copy(row: Day | Sequence | Activity, **parent: object) -> None:
    """Write `row` again under another parent; it becomes the copy."""
    row.pk = None
    row._state.adding = True  # noqa: SLF001 - how Django documents copying a row
    for name, value in parent.items():
        setattr(row, name, value)
    row.save()
