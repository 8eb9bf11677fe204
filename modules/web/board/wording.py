"""What happened on the board, in sentences."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.users.models import User
from modules.authoring.enums import Act
from modules.authoring.models import Gesture
from modules.programmes.models import Block, Sequence
from modules.web.board.columns import Card

_ACTS = dict(Act.choices)


def gesture_in_words(gesture: Gesture) -> str:
    """Return "Maëlle Corre a déplacé « Premier test »"."""
    act = str(_ACTS.get(gesture.kind, Act.EDITED.label))
    told = (
        _("%(who)s %(act)s « %(what)s »") if gesture.subject else _("%(who)s %(act)s la révision")
    )
    if gesture.undone_at:
        told = _("%(who)s a annulé un geste sur « %(what)s »")
    return told % {"who": name_of(gesture.actor), "act": act, "what": gesture.subject}


def name_of(person: User | None) -> str:
    """Return a person's name; accounts are erased, what they wrote stays."""
    return person.display_name if person else _("Quelqu’un")


def place_in_words(card: Card, day: str) -> str:
    """Say where a sequence is now: what someone who listens to the page needs after a move."""
    sequence: Sequence = card.sequence
    where = _("« %(title)s » : %(starts)s – %(ends)s, %(day)s.") % {
        "title": sequence.title, "starts": card.hours[0], "ends": card.hours[1], "day": day,
    }  # fmt: skip
    return " ".join([where, *(f"{fault}." for fault in card.warnings)])


def label_of(block: Block, name: str) -> str:
    """Return the label of a field."""
    found = block._meta.get_field(name)  # noqa: SLF001 - how Django tells a field's label
    return str(getattr(found, "verbose_name", name))


def sentences(gestures: Iterable[Gesture]) -> list[str]:
    """Return what gestures say, each once."""
    return list(dict.fromkeys(gesture_in_words(one) for one in gestures))
