from django.db import models
from django.utils.translation import gettext_lazy as _


class Objective(models.TextChoices):
    """What a training leads to, as box F-3 of the return names it."""

    RNCP = "rncp", _("Diplôme, titre ou CQP enregistré au RNCP")
    RS = "rs", _("Certification ou habilitation enregistrée au répertoire spécifique")
    CQP = "cqp", _("CQP non enregistré")
    OTHER = "other", _("Autre formation professionnelle")
    SKILLS = "skills", _("Bilan de compétences")
    VAE = "vae", _("Accompagnement à la validation des acquis de l’expérience")


class Kind(models.TextChoices):
    """What may be entered in a box."""

    TEXT = "text", _("texte")
    COUNT = "count", _("nombre")
    HOURS = "hours", _("heures")
    EUROS = "euros", _("euros")
    PART = "part", _("pour cent")
    DAY = "day", _("date")
