"""Fill in a year's return, and say how modules are declared."""

import re
from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from learning.annual.boxes import boxes
from learning.annual.enums import Kind, Objective
from learning.annual.known import entries_of
from learning.annual.models import Declaration, Entry
from learning.annual.permissions import can_fill
from modules.programmes.models import Module

MOST_PER_CENT = 100
LONGEST = 200
NUMBER = re.compile(r"\d{1,12}")
SPECIALITY = re.compile(r"\d{3}")


EXPECTED = {Kind.DAY: _("une date"), Kind.PART: _("un nombre entier, de 0 à 100")}


class CannotFillReturn(DomainError):
    code = "cannot_fill_return"
    sentence = _("Seule l’administration du programme remplit le bilan.")


class ValueIsWrong(DomainError):
    code = "value_is_wrong"
    sentence = _("« %(label)s » : %(value)s n’y va pas. Attendu : %(kind)s.")


class SpecialityIsWrong(DomainError):
    code = "speciality_is_wrong"
    sentence = _("Une spécialité est un code de trois chiffres (nomenclature NSF), comme 310.")


@transaction.atomic
def enter_values(*, actor: User, year: int, values: Mapping[str, str]) -> int:
    """Keep what was typed in the boxes of a year's return; return how many changed.

    An emptied box says again what the platform knows. Unknown boxes are ignored. Raises
    CannotFillReturn or ValueIsWrong.
    """
    if not can_fill(actor):
        raise CannotFillReturn
    known, held = boxes(), entries_of(year)
    changed = []
    for key, typed in values.items():
        if key not in known:
            continue
        value = _value(key, typed)
        before = held[key].value if key in held else ""
        if value != before:
            changed.append(Entry(year=year, box=key, value=value, entered_by=actor))
    Entry.objects.bulk_create(changed)
    for entry in changed:
        record(
            actor=actor, action="annual_box_filled", target=entry, year=year, box=entry.box,
            value=entry.value,
        )  # fmt: skip
    return len(changed)


def _value(key: str, typed: str) -> str:
    """Return what is kept of what was typed. Raises ValueIsWrong."""
    box = boxes()[key]
    value = " ".join(typed.replace("\x00", "").split())
    if not value or box.kind == Kind.TEXT:
        return value[:LONGEST]
    wrong = ValueIsWrong(
        label=box.label, value=value, kind=EXPECTED.get(box.kind, _("un nombre entier"))
    )
    if box.kind == Kind.DAY:
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            raise wrong from None
    # Spaces that group digits, and the sign of what is counted, are how people type.
    digits = re.sub(r"[\s\u00a0\u202f€%h]", "", value)
    is_too_much = box.kind == Kind.PART and NUMBER.fullmatch(digits) and int(digits) > MOST_PER_CENT
    if not NUMBER.fullmatch(digits) or is_too_much:
        raise wrong
    return str(int(digits))


@transaction.atomic
def declare_module(
    *, actor: User, module: Module, objective: Objective, speciality: str
) -> Declaration:
    """Say what a module leads to and its speciality; "" is not known yet.

    Raises CannotFillReturn or SpecialityIsWrong.
    """
    if not can_fill(actor):
        raise CannotFillReturn
    speciality = speciality.strip()
    if speciality and not SPECIALITY.fullmatch(speciality):
        raise SpecialityIsWrong
    declared, _is_new = Declaration.objects.update_or_create(
        module=module, defaults={"objective": objective, "speciality": speciality}
    )
    record(
        actor=actor, action="module_declared", target=module, objective=objective.value,
        speciality=speciality,
    )  # fmt: skip
    return declared
