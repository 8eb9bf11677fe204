"""The weekly digests: what their texts may name."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.notifications.kinds import MessageKind, Placeholder, register
from learning.enrolment.samples import sample_first_day

TEXTS = Path(__file__).parent / "texts"
_COMMON = {
    "prenom": Placeholder(_("le prénom de la personne"), "Camille"),
    "date": Placeholder(_("le lundi de la semaine"), sample_first_day),
}
TRAINER_DIGEST = register(
    MessageKind(
        name="digest_trainer",
        label=_("Récapitulatif de la semaine, formation"),
        sent_when=_("Le lundi, à qui forme une cohorte à venir. On peut s’en désabonner."),
        placeholders={
            **_COMMON,
            "cohortes": Placeholder(
                _("les cohortes à venir, une par ligne"),
                _("- Rennes, mars : 31 inscrits sur 40, 2 en attente"),
            ),
            "salle": Placeholder(
                _("l’adresse de l’espace Salle"), f"{settings.PUBLIC_BASE_URL}/salle/"
            ),
        },
        folder=TEXTS,
        is_service=False,
        page="salle",
    )
)
SCHOOL_DIGEST = register(
    MessageKind(
        name="digest_school",
        label=_("Récapitulatif de la semaine, école"),
        sent_when=_("Le lundi, à qui a inscrit des personnes. On peut s’en désabonner."),
        placeholders={
            **_COMMON,
            "cohortes": Placeholder(
                _("les cohortes où l’école a inscrit, une par ligne"),
                _("- Rennes, mars : 5 confirmés, 2 en attente, 1 sans réponse"),
            ),
            "ecole": Placeholder(
                _("l’adresse de l’espace École"), f"{settings.PUBLIC_BASE_URL}/ecole/"
            ),
        },
        folder=TEXTS,
        is_service=False,
        page="ecole",
    )
)
