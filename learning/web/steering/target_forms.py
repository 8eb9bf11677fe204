"""What the administration says of a target."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.organisations.enums import OrganisationKind, Region
from accounts.organisations.models import Membership, Organisation
from accounts.users.enums import Role, Versant
from accounts.users.models import User
from frontend.tables import matching
from learning.targets.enums import ScopeKind, Trajectory
from learning.targets.models import Target
from learning.targets.services import NewTarget, Said, Scope
from learning.web.steering.forms import day_field
from modules.programmes.enums import CountsAs
from modules.programmes.models import Module

# Whole programme, or an employer named in the next field.
WHOLE, EMPLOYER = f"{ScopeKind.PROGRAMME}:", f"{ScopeKind.EMPLOYER}:"
NAMED = 4
COUNTED = [
    (CountsAs.TRAINED, gettext_lazy("des personnes formées")),
    (CountsAs.SENSITISED, gettext_lazy("des personnes sensibilisées")),
]


class _Person(forms.ModelChoiceField):  # type: ignore[type-arg] # a type for checkers only
    """Someone, by their name as lists write it."""

    def label_from_instance(self, obj: User) -> str:
        """Return the surname first."""
        return f"{obj.last_name.upper()} {obj.first_name}".strip() or obj.display_name


class SaidForm(forms.Form):
    """What may change in a target."""

    name = forms.CharField(
        label=gettext_lazy("Nom"), max_length=150,
        help_text=gettext_lazy("Par exemple : 2 000 agents formés en quatre ans."),
    )  # fmt: skip
    count = forms.IntegerField(
        label=gettext_lazy("Personnes"), max_value=1_000_000,
        help_text=gettext_lazy("Des personnes, jamais des places : chacune compte une fois."),
    )  # fmt: skip
    owner = _Person(
        User.objects.none(), required=False, label=gettext_lazy("Responsable"),
        empty_label=gettext_lazy("personne en particulier"),
        help_text=gettext_lazy("De l’administration ou d’une école : elle suit l’objectif."),
    )  # fmt: skip
    parent = forms.ModelChoiceField(
        Target.objects.none(), required=False, label=gettext_lazy("Fait partie de"),
        empty_label=gettext_lazy("rien : un objectif à part entière"),
    )  # fmt: skip
    trajectory = forms.ChoiceField(
        label=gettext_lazy("Trajectoire"), choices=Trajectory, initial=Trajectory.STRAIGHT,
        help_text=gettext_lazy("Par cohortes : pour le programme, une région, un module."),
    )  # fmt: skip

    def __init__(self, *args: Any, target: Target | None = None, **kwargs: Any) -> None:
        """Offer the people who may answer for it, and the targets it may be a part of."""
        super().__init__(*args, **kwargs)
        roles = (Role.ADMINISTRATOR, Role.SCHOOL_MANAGER)
        holders = Membership.objects.current().filter(role__in=roles).values("person")
        owners = User.objects.filter(pk__in=holders)
        if target and target.owner_id:
            owners |= User.objects.filter(pk=target.owner_id)
        self.fields["owner"].queryset = owners.order_by("last_name", "first_name", "pk")  # type: ignore[attr-defined]
        wholes = Target.objects.open()
        if target:
            wholes = wholes.exclude(pk=target.pk)
        if target and target.parent_id:
            wholes |= Target.objects.filter(pk=target.parent_id)
        self.fields["parent"].queryset = wholes.order_by("starts_on", "name")  # type: ignore[attr-defined]

    def _told(self) -> dict[str, Any]:
        told = dict(self.cleaned_data)
        told["trajectory"] = Trajectory(told["trajectory"])
        return told

    def said(self) -> Said:
        """Return what was said; the form is valid."""
        return Said(**self._told())


class TargetForm(SaidForm):
    """A target to set: so many people, between two days, in the programme or a part of it."""

    counts_as = forms.ChoiceField(
        label=gettext_lazy("Compte"), choices=COUNTED, initial=CountsAs.TRAINED
    )
    scope = forms.ChoiceField(label=gettext_lazy("Périmètre"), initial=WHOLE)
    employer = forms.CharField(
        label=gettext_lazy("Structure qui emploie"), max_length=200, required=False,
        help_text=gettext_lazy("Pour le périmètre « une structure, comme employeur » : son nom."),
    )  # fmt: skip
    starts_on = day_field(gettext_lazy("Début"))
    ends_on = day_field(gettext_lazy("Fin"))
    field_order = (
        "name", "count", "counts_as", "scope", "employer", "starts_on", "ends_on", "trajectory",
        "parent", "owner",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer every scope but employers, who are too many: they are named."""
        super().__init__(*args, **kwargs)
        schools = Organisation.objects.filter(kind=OrganisationKind.SCHOOL).order_by("name")
        modules = Module.objects.order_by("title")
        self.fields["scope"].choices = [  # type: ignore[attr-defined]
            (WHOLE, _("tout le programme")),
            (EMPLOYER, _("une structure, comme employeur (nommée plus bas)")),
            (_("Une région"), _options(ScopeKind.REGION, Region.choices)),
            (_("Un versant"), _options(ScopeKind.VERSANT, Versant.choices)),
            (_("Une école"), _options(ScopeKind.SCHOOL, schools.values_list("pk", "name"))),
            (_("Un module"), _options(ScopeKind.MODULE, modules.values_list("pk", "title"))),
        ]

    def clean(self) -> dict[str, Any]:
        """Find the structure by its name, where the scope is one."""
        told = super().clean() or {}
        if told.get("scope") != EMPLOYER:
            return told
        typed = told.get("employer", "").strip()
        found = list(_named(typed)[:NAMED]) if typed else []
        exact = [one for one in found if one.name.casefold() == typed.casefold()]
        if len(exact or found) != 1:
            raise ValidationError({"employer": _unclear(typed, found)})
        told["scope"] = f"{EMPLOYER}{(exact or found)[0].pk}"
        return told

    def target(self) -> NewTarget:
        """Return the target to set; the form is valid."""
        told = self._told()
        kind, _colon, value = told.pop("scope").partition(":")
        told.pop("employer")
        told["counts_as"] = CountsAs(told["counts_as"])
        return NewTarget(scope=Scope(ScopeKind(kind), value), **told)


class ClosingForm(forms.Form):
    """Why a target is closed."""

    reason = forms.CharField(
        label=gettext_lazy("Motif"), max_length=300, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Ses chiffres restent, et suivent les corrections."),
    )  # fmt: skip


def _options(kind: ScopeKind, values: Any) -> list[tuple[str, str]]:
    return [(f"{kind}:{value}", str(label)) for value, label in values]


def _named(typed: str) -> Any:
    exact = Organisation.objects.filter(name__iexact=typed)
    return (
        exact
        if exact.exists()
        else matching(Organisation.objects.order_by("name", "pk"), typed, ["name"])
    )


def _unclear(typed: str, found: list[Organisation]) -> str:
    if not typed:
        return _("Nommez la structure qui emploie ces personnes.")
    if not found:
        return _("Aucune structure ne s’appelle ainsi : vérifiez son nom.")
    names = ", ".join(f"« {one.name} »" for one in found)
    return _("Plusieurs structures se ressemblent : %(names)s. Écrivez le nom en entier.") % {
        "names": names
    }
