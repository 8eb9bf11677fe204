from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    """What an organisation is."""

    PROVIDER = "provider", _("Organisme de formation")
    SCHOOL = "school", _("École de service public")
    STATE_SERVICE = "state_service", _("Service de l’État")
    REGION = "region", _("Région")
    DEPARTMENT = "department", _("Département")
    INTERCOMMUNALITY = "intercommunality", _("Intercommunalité")
    MUNICIPALITY = "municipality", _("Commune")
    HOSPITAL = "hospital", _("Établissement hospitalier")
    ASSOCIATION = "association", _("Association")
    OTHER = "other", _("Autre")


class ApprovalRule(models.TextChoices):
    """Who agrees when an agent of the organisation asks for a place."""

    NONE = "none", _("personne")
    MANAGER = "manager", _("le ou la responsable, que l’agent·e désigne")
    REFERRER = "referrer", _("la personne référente de la structure")


class Region(models.TextChoices):
    """The regions of France, by their official code (INSEE), and elsewhere."""

    ILE_DE_FRANCE = "11", "Île-de-France"
    CENTRE_VAL_DE_LOIRE = "24", "Centre-Val de Loire"
    BOURGOGNE_FRANCHE_COMTE = "27", "Bourgogne-Franche-Comté"
    NORMANDIE = "28", "Normandie"
    HAUTS_DE_FRANCE = "32", "Hauts-de-France"
    GRAND_EST = "44", "Grand Est"
    PAYS_DE_LA_LOIRE = "52", "Pays de la Loire"
    BRETAGNE = "53", "Bretagne"
    NOUVELLE_AQUITAINE = "75", "Nouvelle-Aquitaine"
    OCCITANIE = "76", "Occitanie"
    AUVERGNE_RHONE_ALPES = "84", "Auvergne-Rhône-Alpes"
    PROVENCE_ALPES_COTE_D_AZUR = "93", "Provence-Alpes-Côte d’Azur"
    CORSE = "94", "Corse"
    GUADELOUPE = "01", "Guadeloupe"
    MARTINIQUE = "02", "Martinique"
    GUYANE = "03", "Guyane"
    LA_REUNION = "04", "La Réunion"
    MAYOTTE = "06", "Mayotte"
    NOUVELLE_CALEDONIE = "988", "Nouvelle-Calédonie"
    POLYNESIE_FRANCAISE = "987", "Polynésie française"
    ELSEWHERE = "99", _("Ailleurs")
