from django.db import models
from django.utils.translation import gettext_lazy as _

from modules.programmes.enums import CountsAs

# What is counted, each apart: the rest counts nowhere.
COUNTED = (CountsAs.TRAINED, CountsAs.SENSITISED)


class Dimension(models.TextChoices):
    """By what a figure is broken down: each is frozen with the verdict."""

    DAY = "day", _("jour")
    REGION = "region", _("région de l’employeur")
    VERSANT = "versant", _("versant")
    CATEGORY = "category", _("catégorie")
    EMPLOYER_KIND = "employer_kind", _("nature de l’employeur")
    EMPLOYER = "employer", _("employeur")
    SCHOOL = "school", _("école")
    MODULE = "module", _("module")
    FORMAT = "format", _("format")


# Kept in cells. Employers are too many: they are read from the record when asked for.
KEPT = tuple(one for one in Dimension if one != Dimension.EMPLOYER)
