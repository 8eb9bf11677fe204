"""What figures say in words: whom a target counts, what the values of a dimension are called."""

from collections.abc import Iterable
from functools import cache

from django.db.models import Model, TextChoices
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.organisations.enums import OrganisationKind, Region
from accounts.organisations.models import Organisation
from accounts.users.enums import Category, Versant
from frontend.formats import plain_date
from learning.counting.enums import Dimension
from learning.targets.enums import ScopeKind
from learning.targets.models import Target
from modules.programmes.enums import CountsAs
from modules.programmes.models import Format, Module

CHOICES: dict[str, type[TextChoices]] = {
    Dimension.REGION: Region,
    Dimension.VERSANT: Versant,
    Dimension.CATEGORY: Category,
    Dimension.EMPLOYER_KIND: OrganisationKind,
}
NAMED: dict[str, tuple[type[Model], str]] = {
    Dimension.EMPLOYER: (Organisation, "name"),
    Dimension.SCHOOL: (Organisation, "name"),
    Dimension.MODULE: (Module, "title"),
    Dimension.FORMAT: (Format, "name"),
}


def labels_of(dimension: Dimension, values: Iterable[str]) -> dict[str, str]:
    """Return what these values are called; one query at most."""
    if dimension == Dimension.DAY:
        return {value: value for value in values}
    if dimension in CHOICES:
        labels = dict(choices_in(dimension))
    else:
        model, column = NAMED[dimension]
        rows = model._default_manager.order_by()  # noqa: SLF001
        # Modules and formats are few: the list of those wanted would cost more than all of them.
        if model is Organisation:
            rows = rows.filter(pk__in=[value for value in values if value])
        labels = {str(pk): name for pk, name in rows.values_list("pk", column)}
    labels[""] = _("Inscription individuelle") if dimension == Dimension.SCHOOL else _("Sans objet")
    return {value: labels.get(value, value) for value in values}


def choices_in(dimension: Dimension) -> list[tuple[str, str]]:
    """Return the values of a dimension that has a closed list, with what they are called."""
    return list(_choices_in(dimension, get_language()))


@cache
def _choices_in(dimension: Dimension, _language: str) -> tuple[tuple[str, str], ...]:
    return tuple((value, str(label)) for value, label in CHOICES[dimension].choices)


def scope_of(target: Target) -> str:
    """Return whom a target is about, in words that follow « personnes »."""
    return scopes_of([target])[target.pk]


def scopes_of(targets: Iterable[Target]) -> dict[int, str]:
    """Return whom each target is about; a query by kind of scope, at most."""
    words = {
        ScopeKind.REGION: _("dont l’employeur est dans la région « %(name)s »"),
        ScopeKind.VERSANT: _("du versant « %(name)s »"),
        ScopeKind.EMPLOYER: _("employées par « %(name)s »"),
        ScopeKind.SCHOOL: _("inscrites par « %(name)s »"),
        ScopeKind.MODULE: _("au module « %(name)s »"),
    }
    found: dict[int, str] = {}
    by_kind: dict[ScopeKind, dict[int, str]] = {}
    for one in targets:
        by_kind.setdefault(ScopeKind(one.scope_kind), {})[one.pk] = one.scope_value
    for kind, values in by_kind.items():
        if kind == ScopeKind.PROGRAMME:
            found |= dict.fromkeys(values, _("dans tout le programme"))
            continue
        labels = labels_of(Dimension(kind.value), set(values.values()))
        found |= {pk: words[kind] % {"name": labels[value]} for pk, value in values.items()}
    return found


def definition_of(target: Target) -> str:
    """Return what a target counts, in the sentence that the board shows."""
    trained = _(
        "Chaque personne formée compte une fois, au jour de son premier achèvement d’un module "
        "qui forme, du %(starts)s au %(ends)s, %(scope)s ; les personnes sensibilisées se "
        "comptent à part, et chaque objectif compte ses propres personnes : les parties ne "
        "s’additionnent pas toujours."
    )
    sensitised = _(
        "Chaque personne sensibilisée compte une fois, au jour de son premier achèvement d’un "
        "module qui sensibilise, du %(starts)s au %(ends)s, %(scope)s ; les personnes formées se "
        "comptent à part, et chaque objectif compte ses propres personnes : les parties ne "
        "s’additionnent pas toujours."
    )
    sentence = sensitised if target.counts_as == CountsAs.SENSITISED else trained
    return sentence % {
        "starts": plain_date(target.starts_on), "ends": plain_date(target.ends_on),
        "scope": scope_of(target),
    }  # fmt: skip
