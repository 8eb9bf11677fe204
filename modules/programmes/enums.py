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


class SignatureRule(models.TextChoices):
    """How people sign a half-day."""

    TAP = "tap", _("d’un geste")
    DRAWN = "drawn", _("en dessinant leur signature")


class RevisionState(models.TextChoices):
    """A revision is written, read by a colleague, then frozen."""

    DRAFT = "draft", _("Brouillon")
    REVIEW = "review", _("En relecture")
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
    REFLECTION = "reflection", _("Carnet personnel")
    DELIVERABLE = "deliverable", _("Rendu d’équipe")
    QUESTIONNAIRE = "questionnaire", _("Questionnaire")


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


class Mode(models.TextChoices):
    """What participants do in a sequence."""

    MAKING = "making", _("font")
    LISTENING = "listening", _("écoutent")


class Lane(models.IntegerChoices):
    """Who follows a sequence: everyone, or one of the groups that work side by side."""

    ALL = 0, _("Tout le monde")
    A = 1, _("Groupe A")
    B = 2, _("Groupe B")
    C = 3, _("Groupe C")
    D = 4, _("Groupe D")


class Audience(models.TextChoices):
    """Who sees an activity."""

    EVERYONE = "everyone", _("Tout le monde")
    TRAINERS = "trainers", _("L’équipe de formation")
