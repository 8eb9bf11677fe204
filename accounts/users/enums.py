from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a membership allows. One person may hold several."""

    AGENT = "agent", _("Agent·e")
    TRAINER = "trainer", _("Formateur·rice")
    SCHOOL_MANAGER = "school_manager", _("Responsable d’école")
    ADMINISTRATOR = "administrator", _("Administrateur·rice du programme")


class Versant(models.TextChoices):
    """The branches of the French civil service."""

    FPE = "fpe", _("État")
    FPT = "fpt", _("Territoriale")
    FPH = "fph", _("Hospitalière")
    OTHER = "other", _("Autre")


class Category(models.TextChoices):
    """The categories of the civil service (code général de la fonction publique, art. L411-2)."""

    A = "a", "A"
    B = "b", "B"
    C = "c", "C"
    NONE = "none", _("Sans objet")


class EmploymentStatus(models.TextChoices):
    """How a person is employed."""

    TENURED = "tenured", _("Titulaire")
    PROBATIONARY = "probationary", _("En période probatoire")
    CONTRACT = "contract", _("Contractuel·le")
    STUDENT = "student", _("Élève")
    OTHER = "other", _("Autre")
