"""What each person chose; who chose nothing shows their full name."""

from collections.abc import Mapping

from django.db import models
from django.db.models import Q

from accounts.users.models import User
from certificates.holders.enums import NameShown


class HolderChoiceQuerySet(models.QuerySet["HolderChoice"]):
    """Reads of choices."""

    def of(self, person: User) -> NameShown:
        """Return what the person chose.

        Where records were merged and who stays chose nothing, the choice of the other one holds:
        a name that was hidden stays so.
        """
        chosen = dict(
            self.filter(Q(person=person) | Q(person__merged_into=person)).values_list(
                "person", "name_shown"
            )
        )
        return NameShown(chosen.get(person.pk) or next(iter(chosen.values()), NameShown.FULL))


class HolderChoice(models.Model):
    """How a person's name shows on the check page of all their awards."""

    person = models.OneToOneField(User, models.PROTECT, primary_key=True, related_name="+")
    name_shown = models.CharField(max_length=10, choices=NameShown)

    objects = HolderChoiceQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name_shown


def as_shown(beneficiary: Mapping[str, str], how: NameShown) -> str:
    """Return a beneficiary's name as it may be shown: "Maud Cassagne" or "M. C."."""
    parts = (beneficiary["first_name"], beneficiary["last_name"])
    if how == NameShown.FULL:
        return " ".join(part for part in parts if part)
    return "\u00a0".join(f"{part.strip()[0].upper()}." for part in parts if part.strip())
