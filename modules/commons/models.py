"""Credits, and the files that people put into what they write."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modules.commons.enums import Licence


class Credited(models.Model):
    """A work with its licence, its authors and where it comes from."""

    licence = models.CharField(_("licence"), max_length=20, choices=Licence, default=Licence.BY_SA)
    authors = models.CharField(
        _("auteurs et autrices"), max_length=300, blank=True,
        help_text=_("Comme il faut les citer, séparés par des virgules."),
    )  # fmt: skip
    source = models.CharField(
        _("source"), max_length=300, blank=True,
        help_text=_("D’où vient ce texte ou ce fichier : un titre, une adresse."),
    )  # fmt: skip

    class Meta:
        abstract = True


def asset_path(asset: "Asset", _filename: str) -> str:
    """Return where a file is kept: by what it holds, so that the same file is kept once."""
    return f"files/{asset.sha256[:2]}/{asset.sha256}"


class Asset(Credited):
    """A file put into an activity: a picture, a document, a film, its captions.

    What it holds never changes: a new file is a new asset. `alternative` says what a picture shows
    to those who do not see it; "" and `is_decoration` for one that shows nothing. `width` and
    `height` are a picture's, in pixels.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.FileField(upload_to=asset_path)
    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(_("nom"), max_length=200)
    mime = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("taille"))
    alternative = models.CharField(_("texte de remplacement"), max_length=500, blank=True)
    is_decoration = models.BooleanField(_("image décorative"), default=False)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name
