"""The acts of a sequence's buttons, by the name the button sends; some carry an argument."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time

from django.http import Http404
from django.utils.translation import gettext as _

from accounts.users.models import User
from modules.authoring.blocks import STEP, shifted
from modules.authoring.gestures import BlockIsGone
from modules.authoring.placing import (
    add_activity,
    duplicate_activity,
    move_activity,
    remove_activity,
)
from modules.authoring.sequences import (
    duplicate_sequence,
    move_sequence,
    remove_sequence,
    resize_sequence,
)
from modules.programmes.models import Activity, Day, Sequence
from modules.web.board.forms import NewActivityForm


@dataclass(frozen=True, slots=True)
class Asked:
    """What one asks of a sequence: the act's argument, and what else the page sends."""

    actor: User
    sequence: Sequence
    argument: str
    data: Mapping[str, str]
    version: int | None

    @property
    def number(self) -> int:
        """Return the argument as a number, or 404."""
        return _number(self.argument)


@dataclass(frozen=True, slots=True)
class Done:
    """What an act leaves: the block the panel then shows, and what is said of it.

    `moved` is a card that only changed its place within its day.
    """

    chosen: Sequence | Day | None
    said: str = ""
    moved: Sequence | None = None


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 9:  # noqa: PLR2004 - what a database keeps
        raise Http404
    return int(text)


def _time(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise Http404 from None


def _move(asked: Asked, starts: time, day: Day | None = None) -> Done:
    held = asked.sequence
    moved = move_sequence(
        actor=asked.actor, sequence=held, starts=starts, day=day, version=asked.version
    )
    stays = day is None or day.pk == held.day_id
    return Done(moved, moved=moved if stays else None)


def _earlier(asked: Asked) -> Done:
    held = asked.sequence
    return _move(asked, shifted(held.title, held.starts, -STEP))


def _later(asked: Asked) -> Done:
    held = asked.sequence
    return _move(asked, shifted(held.title, held.starts, STEP))


def _at(asked: Asked) -> Done:
    return _move(asked, _time(asked.argument))


def _day(asked: Asked, number: int) -> Day:
    day = Day.objects.filter(pk=number, revision=asked.sequence.day.revision_id).first()
    if day is None:
        raise BlockIsGone
    return day


def _to_day(asked: Asked) -> Done:
    return _move(asked, asked.sequence.starts, _day(asked, asked.number))


def _place(asked: Asked) -> Done:
    """Drop a card: `place:<day>:<hh:mm>`."""
    number, _colon, at = asked.argument.partition(":")
    stays = number == str(asked.sequence.day_id)
    return _move(asked, _time(at), None if stays else _day(asked, _number(number)))


def _resize(asked: Asked, minutes: int) -> Done:
    return Done(
        resize_sequence(
            actor=asked.actor, sequence=asked.sequence, minutes=minutes, version=asked.version
        )
    )


def _longer(asked: Asked) -> Done:
    return _resize(asked, asked.sequence.minutes + STEP)


def _shorter(asked: Asked) -> Done:
    return _resize(asked, asked.sequence.minutes - STEP)


def _last(asked: Asked) -> Done:
    return _resize(asked, asked.number)


def _shorten(asked: Asked) -> Done:
    """Give another sequence of the day a duration: `shorten:<sequence>:<minutes>`."""
    number, _colon, minutes = asked.argument.partition(":")
    other = (
        Sequence.objects.filter(pk=_number(number), day=asked.sequence.day_id)
        .select_related("day__revision")
        .first()
    )
    if other is None:
        raise BlockIsGone
    resize_sequence(actor=asked.actor, sequence=other, minutes=_number(minutes))
    return Done(asked.sequence)


def _duplicate(asked: Asked) -> Done:
    fresh = duplicate_sequence(actor=asked.actor, sequence=asked.sequence)
    return Done(fresh, _("« %(title)s » est dupliquée.") % {"title": fresh.title})


def _remove(asked: Asked) -> Done:
    remove_sequence(actor=asked.actor, sequence=asked.sequence)
    said = _("« %(title)s » est retirée.") % {"title": asked.sequence.title}
    return Done(None, said)


def _add_activity(asked: Asked) -> Done:
    form = NewActivityForm(asked.data)
    if not form.is_valid():
        raise Http404
    added = add_activity(
        actor=asked.actor, sequence=asked.sequence,
        kind=form.cleaned_data["kind"], title=form.cleaned_data["activity_title"],
    )  # fmt: skip
    return Done(asked.sequence, _("« %(title)s » est ajoutée.") % {"title": added.title})


def _activity(asked: Asked) -> Activity:
    found = (
        Activity.objects.filter(pk=asked.number, sequence=asked.sequence)
        .select_related("sequence__day__revision")
        .first()
    )
    if found is None:
        raise BlockIsGone
    return found


def _shift_activity(asked: Asked, by: int) -> Done:
    activity = _activity(asked)
    move_activity(actor=asked.actor, activity=activity, position=activity.position + by)
    return Done(asked.sequence)


def _up(asked: Asked) -> Done:
    return _shift_activity(asked, -1)


def _down(asked: Asked) -> Done:
    return _shift_activity(asked, 1)


def _copy_activity(asked: Asked) -> Done:
    duplicate_activity(actor=asked.actor, activity=_activity(asked))
    return Done(asked.sequence)


def _drop_activity(asked: Asked) -> Done:
    activity = _activity(asked)
    remove_activity(actor=asked.actor, activity=activity)
    return Done(asked.sequence, _("« %(title)s » est retirée.") % {"title": activity.title})


def _send_activity(asked: Asked) -> Done:
    """Put an activity at the end of another sequence, named in the field `to-<activity>`."""
    activity = _activity(asked)
    target = Sequence.objects.filter(
        pk=_number(asked.data.get(f"to-{activity.pk}", "")),
        day__revision=asked.sequence.day.revision_id,
    ).first()
    if target is None:
        raise BlockIsGone
    end = target.activities.count() + 1
    move_activity(actor=asked.actor, activity=activity, position=end, sequence=target)
    said = _("« %(title)s » est maintenant dans « %(place)s ».")
    return Done(asked.sequence, said % {"title": activity.title, "place": target.title})


SEQUENCE_ACTS: dict[str, Callable[[Asked], Done]] = {
    "earlier": _earlier,
    "later": _later,
    "at": _at,
    "day": _to_day,
    "place": _place,
    "longer": _longer,
    "shorter": _shorter,
    "last": _last,
    "shorten": _shorten,
    "duplicate": _duplicate,
    "remove": _remove,
    "add-activity": _add_activity,
    "up": _up,
    "down": _down,
    "copy": _copy_activity,
    "drop": _drop_activity,
    "send": _send_activity,
}
