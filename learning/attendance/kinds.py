"""The message about an absence: when it is sent, and what its text may name."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.notifications.kinds import MessageKind, Placeholder, register
from learning.enrolment.kinds import CHANGED
from learning.enrolment.samples import sample_first_day

ABSENCE = register(
    MessageKind(
        name="absence",
        label=_("Absence à une demi-journée"),
        sent_when=_(
            "Quand une demi-journée est contresignée, à qui y est absent·e sans excuse : une fois "
            "par jour au plus."
        ),
        placeholders={
            **{name: CHANGED.placeholders[name] for name in ("prenom", "titre", "groupe")},
            "demi_journee": Placeholder(_("la demi-journée manquée"), sample_first_day),
            "rattrapage": Placeholder(
                _("l’adresse où rattraper"),
                f"{settings.PUBLIC_BASE_URL}/mes-formations/exemple/rattraper/1/",
            ),
        },
        folder=Path(__file__).parent / "texts",
        page="rattrapage",
    )
)
