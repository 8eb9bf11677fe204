from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

# The kind of the job that makes a pack.
MAKE = "make_proof_pack"
# A pack holds what many people signed: it stays no longer than it takes to hand it on.
KEPT = timedelta(days=7)
# The messages that carry a convocation, by the name of their kind.
CONVOKING = ("confirmed", "changed")


class Folder(models.TextChoices):
    """The folders of a pack, in reading order; the value is the name in the zip."""

    PROGRAMME = "01-programme", _("Programme publié")
    CONVENTIONS = "02-conventions", _("Conventions de formation")
    CONVOCATIONS = "03-convocations", _("Convocations")
    SHEETS = "04-emargements", _("Feuilles d’émargement")
    EVIDENCE = "05-registre-de-preuve", _("Registre de preuve des émargements")
    RESULTS = "06-resultats", _("Participants, présences et résultats")
    AWARDS = "07-certificats", _("Certificats et attestations")
    MESSAGES = "08-messages", _("Messages envoyés")
    QUALITY = "09-qualite", _("Indicateurs qualité")


class GapKind(models.TextChoices):
    """What may be missing from a pack."""

    NOT_OVER = "not_over", _("cohorte pas terminée")
    PROVIDER = "provider", _("organisme incomplet")
    NO_TRAINER = "no_trainer", _("équipe de formation non désignée")
    NO_CONVENTION = "no_convention", _("convention à établir")
    UNSIGNED = "unsigned", _("convention pas revenue signée")
    NOT_SENT = "not_sent", _("convocation sans trace d’envoi")
    NOT_SEALED = "not_sealed", _("demi-journée non contresignée")
    SCAN = "scan", _("feuille papier à traiter")
    NO_EVIDENCE = "no_evidence", _("registre de preuve vide")
    NOT_ANCHORED = "not_anchored", _("registre pas recopié hors de la base")
    ALTERED = "altered", _("registre altéré")
    NO_VERDICT = "no_verdict", _("résultat pas encore écrit")
    NO_AWARD = "no_award", _("titre non délivré")
    NOT_DRAWN = "not_drawn", _("titre pas encore dessiné")
    UNREADABLE = "unreadable", _("pièce illisible")
