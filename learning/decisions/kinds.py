"""The messages of a decision on a cohort: when each is sent, and what its text may name."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.notifications.kinds import MessageKind, Placeholder, register
from learning.enrolment.kinds import CHANGED
from learning.enrolment.samples import sample_deadline, sample_first_day

TEXTS = Path(__file__).parent / "texts"
_SITE = settings.PUBLIC_BASE_URL


def _as_told(*names: str) -> dict[str, Placeholder]:
    """Return placeholders that the messages of enrolments have too."""
    return {name: CHANGED.placeholders[name] for name in names}


_WHAT = _as_told("prenom", "titre", "groupe")
_NEW_DAYS = {
    **_as_told("demi_journees", "lieu"),
    "raison": Placeholder(_("la raison du report"), _("Trop peu de monde à ces dates.")),
}

DECISION_DUE = register(
    MessageKind(
        name="decision_due",
        label=_("Décision à prendre sur une cohorte"),
        sent_when=_(
            "À la date de décision d’une cohorte sous son minimum, à l’administration et à "
            "l’équipe de formation."
        ),
        placeholders={
            **_WHAT, **_as_told("date"),
            "decision": Placeholder(_("la date de décision"), sample_first_day),
            "confirmees": Placeholder(_("combien de personnes sont confirmées"), "19"),
            "minimum": Placeholder(_("le minimum"), "28"),
            "proposees": Placeholder(_("combien de places sont proposées, sans réponse"), "2"),
            "attente": Placeholder(_("combien de personnes attendent"), "1"),
            "gardees": Placeholder(_("combien de places sont gardées sans nom"), "4"),
            "suite": Placeholder(
                _("ce que la personne qui lit peut faire"),
                _("Confirmez-la quand même, reportez-la ou annulez-la."),
            ),
            "page": Placeholder(
                _("l’adresse où décider, ou celle de la cohorte"),
                f"{_SITE}/pilotage/cohortes/exemple/decision/",
            ),
        },
        folder=TEXTS,
    )
)  # fmt: skip
POSTPONED = register(
    MessageKind(
        name="postponed",
        label=_("Cohorte reportée : venez-vous toujours ?"),
        sent_when=_("Quand une cohorte a de nouvelles dates, à chaque personne de la cohorte."),
        placeholders={
            **_WHAT, **_as_told("module"), **_NEW_DAYS,
            "limite": Placeholder(_("jusqu’à quand répondre"), sample_deadline),
            "silence": Placeholder(
                _("ce qui vaut sans réponse"),
                _("Sans réponse de votre part, votre place reste la vôtre."),
            ),
            "reponse": Placeholder(
                _("le lien, secret, pour répondre"), f"{_SITE}/dates/exemple/", is_needed=True
            ),
        },
        folder=TEXTS,
    )
)  # fmt: skip
POSTPONED_TRAINER = register(
    MessageKind(
        name="postponed_trainer",
        label=_("Cohorte reportée, à l’équipe de formation"),
        sent_when=_("Quand une cohorte a de nouvelles dates, à qui l’anime."),
        placeholders={
            **_WHAT, **_NEW_DAYS,
            "page": Placeholder(_("l’adresse de la cohorte"), f"{_SITE}/formation/exemple/"),
        },
        folder=TEXTS,
    )
)  # fmt: skip
CANCELLED_TRAINER = register(
    MessageKind(
        name="cancelled_trainer",
        label=_("Cohorte annulée, à l’équipe de formation"),
        sent_when=_("Quand une cohorte est annulée, à qui l’animait."),
        placeholders={
            **_WHAT, **_as_told("date"),
            "raison": Placeholder(_("la raison"), _("Trop peu de monde à ces dates.")),
        },
        folder=TEXTS,
    )
)  # fmt: skip
