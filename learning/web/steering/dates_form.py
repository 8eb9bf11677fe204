"""The form of a cohort's dates: a date and two half-days for each day of its text."""

from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.cohorts.enums import Period
from learning.cohorts.models import Cohort, Venue
from learning.cohorts.services import AFTERNOON, MORNING, PlannedHalfDay

HALVES = ((Period.MORNING, MORNING), (Period.AFTERNOON, AFTERNOON))


class DatesForm(forms.Form):
    """Where a cohort meets, and when; hours are those of the venue."""

    venue = forms.ModelChoiceField(
        label=_("Lieu"), queryset=Venue.objects.order_by("city", "name"), empty_label=None,
        help_text=_("Un lieu ne reçoit qu’un groupe à la fois."),
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput)


class DayForm(forms.Form):
    """One day: an empty half-day is not held."""

    on = forms.DateField(
        label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, number: int, **kwargs: Any) -> None:
        """Take the position of the day in the text, and add its four hours."""
        super().__init__(*args, **kwargs)
        self.number = number
        opening = {Period.MORNING: _("Matinée de"), Period.AFTERNOON: _("Après-midi de")}
        for period, _usual in HALVES:
            for end, label in (("starts", opening[period]), ("ends", _("à"))):
                self.fields[f"{period}_{end}"] = forms.TimeField(
                    label=label, required=False,
                    widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
                )  # fmt: skip

    @property
    def halves(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """Return (word, from, to) for the morning and the afternoon."""
        words = {Period.MORNING: _("Matinée"), Period.AFTERNOON: _("Après-midi")}
        return [
            (str(words[period]), self[f"{period}_starts"], self[f"{period}_ends"])
            for period, _usual in HALVES
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse half an hour range, and a day with no half-day at all."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        given = 0
        for period, _usual in HALVES:
            starts, ends = cleaned.get(f"{period}_starts"), cleaned.get(f"{period}_ends")
            if (starts is None) != (ends is None):
                missing = f"{period}_{'starts' if starts is None else 'ends'}"
                if missing not in self.errors:
                    self.add_error(missing, _("Donnez les deux heures, ou aucune."))
            given += starts is not None and ends is not None
        if not given and not self.errors:
            self.add_error(None, _("Gardez une matinée ou un après-midi."))
        return cleaned

    def planned(self) -> list[PlannedHalfDay]:
        """Return the half-days of a valid form."""
        on: date = self.cleaned_data["on"]
        return [
            PlannedHalfDay(self.number, period, on, starts, ends)
            for period, _usual in HALVES
            if (starts := self.cleaned_data[f"{period}_starts"])
            and (ends := self.cleaned_data[f"{period}_ends"])
        ]


def day_forms(cohort: Cohort, sent: Any = None) -> list[DayForm]:
    """Return a form for each day of the cohort's text, filled with what is planned."""
    zone = cohort.venue.zone
    known: dict[int, dict[str, date | time]] = {}
    for half in cohort.half_days.all():
        starts, ends = half.starts_at.astimezone(zone), half.ends_at.astimezone(zone)
        known.setdefault(half.day, {})["on"] = starts.date()
        known[half.day] |= {
            f"{half.period}_starts": starts.time(),
            f"{half.period}_ends": ends.time(),
        }
    positions = cohort.revision.days.values_list("position", flat=True)
    return [
        DayForm(sent, prefix=f"j{number}", number=number, initial=known.get(number, {}))
        for number in sorted({*positions, *known})
    ]


class PracticalForm(forms.ModelForm):  # type: ignore[type-arg] # a type for checkers only
    """What the convocation says of a cohort; it is read only: a service writes it."""

    online_url = forms.URLField(
        label=_("Lien pour suivre à distance"), required=False, assume_scheme="https",
        help_text=_("Si l’on peut suivre de chez soi ; vide sinon."),
    )  # fmt: skip
    access = forms.CharField(
        label=_("Venir"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Transports, entrée, accueil. Vaut pour toutes les cohortes de ce lieu."),
    )  # fmt: skip
    accessibility = forms.CharField(
        label=_("Accessibilité du lieu"), required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Vaut pour toutes les cohortes de ce lieu."),
    )  # fmt: skip

    class Meta:
        model = Cohort
        fields = ["bring", "online_url"]
        widgets = {"bring": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"bring": _("Vide : la convocation, et de quoi émarger.")}
