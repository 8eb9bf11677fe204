"""The message that a report is ready: what its text may name."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.notifications.kinds import MessageKind, Placeholder, register

# Asked for by name, and stopped by its own link: the way out of digests is another.
REPORTS = f"{settings.PUBLIC_BASE_URL}/pilotage/rapports/"
REPORT_READY = register(
    MessageKind(
        name="report_ready",
        label=_("Rapport d’activité prêt"),
        sent_when=_("À ses dates, à qui un rapport est envoyé. On peut l’arrêter."),
        placeholders={
            "prenom": Placeholder(_("le prénom de la personne"), "Camille"),
            "objet": Placeholder(_("ce dont parle le rapport"), _("Tout le programme")),
            "periode": Placeholder(_("les jours comptés"), _("du 1er au 31 mars 2027")),
            "date": Placeholder(_("le jour où il est arrêté"), _("5 avril 2027")),
            "nombre": Placeholder(_("le chiffre principal"), _("112 agents formés")),
            "constat": Placeholder(_("ce qu’il veut dire"), _("En avance de 3 semaines")),
            "rapport": Placeholder(
                _("l’adresse du rapport, à lire une fois connecté"), REPORTS, is_needed=True
            ),
            "arret": Placeholder(_("l’adresse où arrêter l’envoi"), REPORTS, is_needed=True),
        },
        folder=Path(__file__).parent / "texts",
        page="rapport",
    )
)
