"""The messages about a make-up: when each is sent, and what its text may name."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.notifications.kinds import MessageKind, Placeholder, register
from learning.enrolment.kinds import CHANGED
from learning.enrolment.samples import sample_first_day

TEXTS = Path(__file__).parent / "texts"
_COMMON = {
    "prenom": CHANGED.placeholders["prenom"],
    "titre": CHANGED.placeholders["titre"],
    "manquee": Placeholder(_("la demi-journée manquée"), sample_first_day),
    "date": Placeholder(_("la demi-journée où rattraper"), sample_first_day),
    "lieu": CHANGED.placeholders["lieu"],
    "groupe": Placeholder(_("le groupe qui reçoit la personne"), "Lyon, avril"),
    "rattrapage": Placeholder(
        _("l’adresse de la page de ce rattrapage"),
        f"{settings.PUBLIC_BASE_URL}/mes-formations/exemple/rattraper/1/",
    ),
}
MAKE_UP_PROPOSED = register(
    MessageKind(
        name="make_up_proposed",
        label=_("Rattrapage proposé"),
        sent_when=_("Quand l’équipe de formation propose une date à qui a été absent·e."),
        placeholders=_COMMON,
        folder=TEXTS,
        page="rattrapage",
    )
)
MAKE_UP_ANSWERED = register(
    MessageKind(
        name="make_up_answered",
        label=_("Rattrapage accepté, décliné ou annulé"),
        sent_when=_("Quand un rattrapage est accepté, quand il est décliné, et s’il est annulé."),
        placeholders={
            **_COMMON,
            "reponse": Placeholder(
                _("ce qui est répondu"),
                _("C’est entendu : vous êtes attendu·e à cette date. Une présence y comptera."),
            ),
        },
        folder=TEXTS,
        page="rattrapage",
    )
)
