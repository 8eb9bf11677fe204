"""What an administrator says of a design: where it applies, and how its papers look."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.organisations.models import Organisation
from certificates.awards.enums import AwardKind
from certificates.designs.checks import LONGEST_WORDS, MOST_LOGOS, MOST_SIGNATORIES
from certificates.designs.look import Logo, Look, Signatory
from certificates.designs.pictures import Picture, logo_of, signature_of
from modules.programmes.models import Module

LONGEST_NAME = 150
_ACCEPTED = "image/png,image/jpeg"


class PlaceForm(forms.Form):
    """Which papers a design dresses."""

    kind = forms.ChoiceField(label=_("Document"), choices=AwardKind)
    module = forms.ModelChoiceField(
        label=_("Module"), queryset=Module.objects.order_by("title"), required=False,
        empty_label=_("Tous les modules"),
    )  # fmt: skip
    organisation = forms.ModelChoiceField(
        label=_("Structure qui inscrit"), required=False, empty_label=_("Toutes les structures"),
        queryset=Organisation.objects.none(),
    )  # fmt: skip

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        """Offer the organisations that the person sees."""
        super().__init__(*args, **kwargs)
        # Django's types do not tell which field stands under a name.
        self.fields["organisation"].queryset = organisations.order_by("name", "pk")  # type: ignore[attr-defined]


class LookForm(forms.Form):
    """The look of a design, over the look that its last version has.

    Pictures keep their place: a place without a new file keeps the picture it had.
    """

    accent = forms.CharField(
        label=_("Couleur"), max_length=7,
        help_text=_("Celle du trait sous le nom, du filet et du cachet ; elle doit se lire."),
        widget=forms.TextInput(attrs={"type": "color"}),
    )  # fmt: skip
    opening = forms.CharField(
        label=_("Phrase d’ouverture"), required=False, max_length=LONGEST_WORDS,
        help_text=_("Vide : « Je soussigné·e…, atteste que… »."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    mention = forms.CharField(
        label=_("Mention libre"), required=False, max_length=LONGEST_WORDS,
        help_text=_("Au pied du document : un financeur, un partenaire, une référence."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, data: Any = None, files: Any = None, *, base: Look) -> None:
        """Show what `base` says, one field for each of its parts."""
        self.base = base
        initial = {"accent": base.accent, "opening": base.opening, "mention": base.mention}
        super().__init__(data, files, initial=initial)
        for place in range(MOST_LOGOS):
            self._add_logo(place, _held(base.logos, place))
        for place in range(MOST_SIGNATORIES):
            self._add_signatory(place, _held(base.signatories, place))

    def _add_logo(self, place: int, held: Logo | None) -> None:
        self.fields[f"logo_{place}"] = _picture_field(_("Image du logo"))
        self.fields[f"logo_{place}_alt"] = forms.CharField(
            label=_("Ce que montre le logo"), required=False, max_length=LONGEST_WORDS,
            help_text=_("Pour qui ne le voit pas : le nom de la structure."),
            initial=held.alt if held else "",
        )  # fmt: skip
        if held:
            self.fields[f"logo_{place}_off"] = _removal(_("Retirer ce logo"))

    def _add_signatory(self, place: int, held: Signatory | None) -> None:
        name, quality = (held.name, held.quality) if held else ("", "")
        self.fields[f"signatory_{place}_name"] = _short(_("Nom"), name)
        self.fields[f"signatory_{place}_quality"] = _short(_("Qualité"), quality)
        self.fields[f"signatory_{place}"] = _picture_field(_("Image de la signature"))
        if held and held.image:
            self.fields[f"signatory_{place}_off"] = _removal(_("Retirer cette signature"))

    def logo_rows(self) -> list[tuple[int, Logo | None, list[forms.BoundField]]]:
        """Return, for each place: its number, the logo it has, its fields."""
        return [
            (place + 1, _held(self.base.logos, place),
             self._bound(f"logo_{place}", f"logo_{place}_alt", f"logo_{place}_off"))
            for place in range(MOST_LOGOS)
        ]  # fmt: skip

    def signatory_rows(self) -> list[tuple[int, Signatory | None, list[forms.BoundField]]]:
        """Return, for each place: its number, who signs there, the fields."""
        rows = []
        for place in range(MOST_SIGNATORIES):
            name = f"signatory_{place}"
            fields = self._bound(f"{name}_name", f"{name}_quality", name, f"{name}_off")
            rows.append((place + 1, _held(self.base.signatories, place), fields))
        return rows

    def _bound(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    def look(self) -> tuple[Look, dict[str, bytes]]:
        """Return the look typed and its new pictures, by hash; call it once the form is valid.

        Raises PaperPictureIsNone, PaperPictureIsTooHeavy or PaperPictureIsTooSmall.
        """
        fresh: dict[str, bytes] = {}
        told = self.cleaned_data
        look = Look(
            accent=told["accent"].lower(),
            logos=tuple(logo for place in range(MOST_LOGOS) if (logo := self._logo(place, fresh))),
            signatories=tuple(
                one for place in range(MOST_SIGNATORIES) if (one := self._signatory(place, fresh))
            ),
            opening=_on_one_line(told["opening"]),
            mention=_on_one_line(told["mention"]),
        )
        return look, fresh

    def _logo(self, place: int, fresh: dict[str, bytes]) -> Logo | None:
        held = _held(self.base.logos, place)
        image = self._picture(f"logo_{place}", held.sha256 if held else "", logo_of, fresh)
        alt = self.cleaned_data[f"logo_{place}_alt"].strip()
        return Logo(image, alt) if image else None

    def _signatory(self, place: int, fresh: dict[str, bytes]) -> Signatory | None:
        name = f"signatory_{place}"
        held = _held(self.base.signatories, place)
        image = self._picture(name, held.image if held else "", signature_of, fresh)
        told = Signatory(
            name=self.cleaned_data[f"{name}_name"].strip(),
            quality=self.cleaned_data[f"{name}_quality"].strip(),
            image=image,
        )
        return told if told != Signatory("") else None

    def _picture(self, field: str, held: str, read: Any, fresh: dict[str, bytes]) -> str:
        """Return the hash of the picture of a place: the new one, the one it had, or ""."""
        file = self.cleaned_data[field]
        if not file:
            return "" if self.cleaned_data.get(f"{field}_off") else held
        picture: Picture = read(file, name=file.name)
        fresh[picture.sha256] = picture.data
        return picture.sha256


def _held(parts: Sequence[Any], place: int) -> Any:
    return parts[place] if place < len(parts) else None


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _short(label: Any, initial: str) -> forms.CharField:
    return forms.CharField(label=label, initial=initial, required=False, max_length=LONGEST_NAME)


def _picture_field(label: Any) -> forms.FileField:
    return forms.FileField(
        label=label, required=False, allow_empty_file=True,
        help_text=_("PNG ou JPEG, 4 Mo au plus."),
        widget=forms.FileInput(attrs={"accept": _ACCEPTED}),
    )  # fmt: skip


def _removal(label: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False)
