"""Keep a board's timetable under a name, to begin another board with it."""

from datetime import time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from modules.authoring.blocks import TitleIsMissing
from modules.authoring.enums import Act
from modules.authoring.gestures import gesture
from modules.authoring.models import TimetableTemplate
from modules.programmes.models import Day, Revision, Sequence

OF_A_DAY = ("starts", "lunch_starts", "lunch_ends", "ends")
OF_A_SEQUENCE = ("title", "minutes", "phase", "mode", "lane")


class NameIsTaken(DomainError):
    """Another timetable has this name."""

    code = "timetable_name_is_taken"
    sentence = _("Un modèle s’appelle déjà « %(name)s » : donnez un autre nom.")


class BoardIsNotEmpty(DomainError):
    """A timetable is laid on an empty board only: nothing is ever overwritten."""

    code = "board_is_not_empty"
    sentence = _(
        "Ce tableau a déjà des séquences : un modèle ne se pose que sur un tableau vide. "
        "Retirez-les d’abord, ou partez d’une nouvelle révision."
    )


@transaction.atomic
def save_template(*, actor: User, revision: Revision, name: str) -> TimetableTemplate:
    """Keep the timetable of a revision: days and sequences, without their texts and activities.

    Raises TitleIsMissing or NameIsTaken.
    """
    name = name.strip()
    if not name:
        raise TitleIsMissing
    days = [_kept_day(day) for day in Revision.objects.with_tree().get(pk=revision.pk).days.all()]
    template, is_new = TimetableTemplate.objects.get_or_create(
        name=name, defaults={"days": days, "created_by": actor}
    )
    if not is_new:
        raise NameIsTaken(name=name)
    record(actor=actor, action="timetable_template_saved", target=template)
    return template


def _kept_day(day: Day) -> dict[str, Any]:
    times = {name: getattr(day, name).isoformat("minutes") for name in OF_A_DAY}
    sequences = [
        {"starts": one.starts.isoformat("minutes")}
        | {name: getattr(one, name) for name in OF_A_SEQUENCE}
        for one in day.sequences.all()
    ]
    return {"title": day.title, **times, "sequences": sequences}


def apply_template(*, actor: User, revision: Revision, template: TimetableTemplate) -> None:
    """Begin an empty board with a timetable; the days already there keep their titles.

    Raises BoardIsNotEmpty or RevisionIsFrozen.
    """
    with gesture(actor=actor, revision=revision, kind=Act.APPLIED, subject=template.name) as change:
        if Sequence.objects.filter(day__revision=revision).exists():
            raise BoardIsNotEmpty
        known = list(Day.objects.filter(revision=revision).order_by("position"))
        for position, kept in enumerate(template.days, start=1):
            is_known = position <= len(known)
            day = known[position - 1] if is_known else Day(revision=revision, position=position)
            day.title = day.title or kept["title"]
            for name in OF_A_DAY:
                setattr(day, name, time.fromisoformat(kept[name]))
            if is_known:
                change.save(day)
            else:
                change.add(day)
            for one in kept["sequences"]:
                fields = {name: one[name] for name in OF_A_SEQUENCE}
                starts = time.fromisoformat(one["starts"])
                change.add(Sequence(day=day, starts=starts, **fields))


@transaction.atomic
def remove_template(*, actor: User, template: TimetableTemplate) -> None:
    """Forget a timetable; boards that began with it keep theirs."""
    record(actor=actor, action="timetable_template_removed", target=template, name=template.name)
    template.delete()
