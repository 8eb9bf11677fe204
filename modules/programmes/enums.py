from django.db import models
from django.utils.translation import gettext_lazy as _


class CountsAs(models.TextChoices):
    """What completing a format adds to the targets."""

    TRAINED = "trained", _("formé·e")
    SENSITISED = "sensitised", _("sensibilisé·e")
    NOTHING = "nothing", _("ne compte pas")


class CompletionBasis(models.TextChoices):
    """What a format's completion rests on."""

    HALF_DAYS = "half_days", _("demi-journées émargées")
    HOURS = "hours", _("heures suivies")
    DECLARED = "declared", _("déclaration avec preuve")


class RevisionState(models.TextChoices):
    """A revision is written, then frozen."""

    DRAFT = "draft", _("Brouillon")
    PUBLISHED = "published", _("Publiée")


class Phase(models.TextChoices):
    """The phases that recur in the work."""

    IMMERSION = "immersion", _("Immersion")
    ANALYSE = "analyse", _("Analyse")
    IDEES = "idees", _("Idées")
    PROTOTYPE = "prototype", _("Prototype")
    TEST = "test", _("Test")
    PARTAGE = "partage", _("Partage")


class ActivityKind(models.TextChoices):
    """What an activity is made of."""

    PAGE = "page", _("Page à lire")
    DOCUMENT = "document", _("Document")
    LINK = "link", _("Lien")
    VIDEO = "video", _("Vidéo")
    H5P = "h5p", _("Contenu interactif")


class DoneWhen(models.TextChoices):
    """What makes an interactive activity done."""

    OPENED = "opened", _("ouvert")
    ANSWERED = "answered", _("terminé")
    SCORED = "scored", _("score atteint")


class Moment(models.TextChoices):
    """When an activity is done, relative to its day."""

    BEFORE = "before", _("Avant")
    DURING = "during", _("Pendant")
    AFTER = "after", _("Après")
