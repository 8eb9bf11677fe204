from django.db import models
from django.utils.translation import gettext_lazy as _


class RosterState(models.TextChoices):
    """Where a file stands."""

    SENT = "sent", _("Colonnes à choisir")
    CHECKED = "checked", _("Vérifié, rien n’est écrit")
    APPLYING = "applying", _("Inscription en cours")
    APPLIED = "applied", _("Appliqué")


class Field(models.TextChoices):
    """What a column may hold."""

    LAST_NAME = "last_name", _("Nom")
    FIRST_NAME = "first_name", _("Prénom")
    EMAIL = "email", _("Courriel")
    FUNCTION = "function", _("Fonction")
    SERVICE = "service", _("Service")
    EMPLOYER = "employer", _("Employeur")
    SIRET = "siret", _("SIRET de l’employeur")
    VERSANT = "versant", _("Versant")
    CATEGORY = "category", _("Catégorie")
    STATUS = "employment_status", _("Statut")


# A line says nothing of use without these.
REQUIRED = (Field.LAST_NAME, Field.FIRST_NAME, Field.EMAIL)


class LineKind(models.TextChoices):
    """What a line of the file will do."""

    CREATE = "create", _("à inscrire")
    UPDATE = "update", _("à compléter")
    UNCHANGED = "unchanged", _("sans changement")
    ASK = "ask", _("à décider")
    ERROR = "error", _("à corriger")
    SKIPPED = "skipped", _("laissée de côté")


class Answer(models.TextChoices):
    """What the school answers about a line that may be someone already known."""

    SAME = "same", _("C’est la même personne")
    OTHER = "other", _("C’est une autre personne")
    SKIP = "skip", _("Laisser la ligne de côté")


class Lines(models.TextChoices):
    """Which lines are written."""

    ALL = "all", _("toutes, ou aucune")
    GOOD = "good", _("les bonnes seulement")


# The kind of the job that writes.
APPLY = "apply_roster"
