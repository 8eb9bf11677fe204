"""The messages about an enrolment: when each is sent, and what its text may name."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.notifications.kinds import MessageKind, Placeholder, register
from learning.enrolment.enums import WaitReason
from learning.enrolment.samples import (
    sample_days,
    sample_deadline,
    sample_first_day,
    sample_hour,
    sample_rank,
    sample_span,
)

TEXTS = Path(__file__).parent / "texts"
_SITE = settings.PUBLIC_BASE_URL

_PERSON = {"prenom": Placeholder(_("le prénom de la personne"), "Camille")}
_COHORT = {
    "titre": Placeholder(
        _("le module et le numéro de son édition"), "Réenchantez l’action publique, édition 2"
    ),
    "module": Placeholder(_("le module"), "Réenchantez l’action publique"),
    "groupe": Placeholder(_("le nom du groupe"), "Rennes, mars"),
}
_FIRST_DAY = {"date": Placeholder(_("le premier jour"), sample_first_day)}
_HALF_DAYS = {"demi_journees": Placeholder(_("les demi-journées, une par ligne"), sample_days)}
_VENUE = {
    "lieu": Placeholder(
        _("le nom et l’adresse du lieu"), "La Halle, 12 rue des Ateliers, 35000 Rennes"
    )
}
_COMING = {
    "acces": Placeholder(
        _("comment venir, si le lieu le dit"), _("Métro République, puis cinq minutes à pied.")
    ),
    "accessibilite": Placeholder(
        _("l’accessibilité du lieu, s’il la dit"), _("Entrée de plain-pied, boucle magnétique.")
    ),
}
_PAGE = {
    "inscription": Placeholder(
        _("l’adresse de la page de son inscription"), f"{_SITE}/mes-formations/exemple/"
    )
}
_FIRST_VISIT = {
    "premiere_visite": Placeholder(
        _("où choisir un mot de passe, pour qui n’en a pas encore"),
        f"{_SITE}/compte/password/reset/",
    )
}

CONFIRMED = register(
    MessageKind(
        name="confirmed",
        label=_("Place confirmée (convocation)"),
        sent_when=_(
            "Quand une personne a une place. La convocation (PDF) et les invitations pour son "
            "agenda sont jointes."
        ),
        placeholders={
            **_PERSON, **_COHORT, **_FIRST_DAY, **_HALF_DAYS, **_VENUE, **_COMING, **_PAGE,
            **_FIRST_VISIT,
        },
        folder=TEXTS,
    )
)  # fmt: skip
WAITING = register(
    MessageKind(
        name="waiting",
        label=_("Liste d’attente"),
        sent_when=_("Quand une personne demande une place et doit attendre son tour."),
        placeholders={
            **_PERSON, **_COHORT, **_PAGE, **_FIRST_VISIT,
            "rang": Placeholder(_("son rang dans la liste"), sample_rank),
            "pourquoi": Placeholder(_("pourquoi elle attend"), WaitReason.FULL.label),
            "regles": Placeholder(
                _("comment les places sont données, une phrase par ligne"),
                _("- Les places vont à qui demande en premier, et chacun garde son rang."),
            ),
        },
        folder=TEXTS,
    )
)  # fmt: skip
OFFERED = register(
    MessageKind(
        name="offered",
        label=_("Place proposée"),
        sent_when=_("Quand une place se libère pour la personne suivante de la liste."),
        placeholders={
            **_PERSON, **_COHORT, **_HALF_DAYS, **_VENUE, **_PAGE,
            "expire": Placeholder(_("jusqu’à quand la place est gardée"), sample_deadline),
            "reponse": Placeholder(
                _("le lien, secret, pour répondre"), f"{_SITE}/place/exemple/", is_needed=True
            ),
        },
        folder=TEXTS,
    )
)  # fmt: skip
AWAITING = register(
    MessageKind(
        name="awaiting",
        label=_("Accord demandé, à l’agent·e"),
        sent_when=_("Quand la structure de la personne doit d’abord donner son accord."),
        placeholders={
            **_PERSON, **_COHORT, **_PAGE,
            "approbation": Placeholder(
                _("l’adresse de qui donne l’accord"), "responsable@montbrune.example"
            ),
        },
        folder=TEXTS,
    )
)  # fmt: skip
CANCELLED = register(
    MessageKind(
        name="cancelled",
        label=_("Inscription annulée"),
        sent_when=_("Quand une inscription s’arrête, qui que ce soit qui l’arrête."),
        placeholders={
            **_PERSON, **_COHORT, **_FIRST_DAY,
            "raison": Placeholder(
                _("la raison, s’il y en a une"), _("Proposition restée sans réponse.")
            ),
            "catalogue": Placeholder(_("l’adresse du catalogue"), f"{_SITE}/"),
        },
        folder=TEXTS,
        page="catalogue",
    )
)  # fmt: skip
CHANGED = register(
    MessageKind(
        name="changed",
        label=_("Dates ou lieu changés"),
        sent_when=_("Quand les dates ou le lieu d’une cohorte changent, à qui y a une place."),
        placeholders={
            **_PERSON, **_COHORT, **_FIRST_DAY, **_HALF_DAYS, **_VENUE, **_COMING, **_PAGE,
            "avant": Placeholder(_("ce qui était prévu, une ligne par chose"), sample_days),
        },
        folder=TEXTS,
    )
)  # fmt: skip
REQUEST = register(
    MessageKind(
        name="request",
        label=_("Accord demandé, à la structure"),
        sent_when=_("Quand un·e agent·e demande une place et que sa structure veut son accord."),
        placeholders={
            **_COHORT, **_VENUE,
            "agent": Placeholder(_("le nom de la personne qui demande"), "Camille Rousset"),
            "dates": Placeholder(_("du premier au dernier jour"), sample_span),
            "reponse": Placeholder(
                _("le lien, secret, pour répondre sans compte"), f"{_SITE}/accord/exemple/",
                is_needed=True,
            ),
        },
        folder=TEXTS,
    )
)  # fmt: skip
COPIED = register(
    MessageKind(
        name="copied",
        label=_("Copie de la convocation, à la structure"),
        sent_when=_(
            "Quand une personne a une place, ou que ses dates changent : à l’adresse référente de "
            "sa structure, et à qui a donné son accord. La convocation (PDF) est jointe."
        ),
        placeholders={
            "titre": _COHORT["titre"], "groupe": _COHORT["groupe"], **_FIRST_DAY, **_HALF_DAYS,
            **_VENUE,
            "agent": Placeholder(_("le nom de la personne convoquée"), "Camille Rousset"),
        },
        folder=TEXTS,
    )
)  # fmt: skip
REMINDER_WEEK = register(
    MessageKind(
        name="reminder_week",
        label=_("Rappel, une semaine avant"),
        sent_when=_("Sept jours avant le premier jour, ou le jour ouvré qui précède."),
        placeholders={
            **_PERSON, **_COHORT, **_FIRST_DAY, **_HALF_DAYS, **_VENUE, **_COMING, **_PAGE,
        },
        folder=TEXTS,
    )
)  # fmt: skip
REMINDER_EVE = register(
    MessageKind(
        name="reminder_eve",
        label=_("Rappel, la veille"),
        sent_when=_("Le jour ouvré qui précède le premier jour."),
        placeholders={
            **_PERSON, **_COHORT, **_FIRST_DAY, **_VENUE, **_COMING, **_PAGE,
            "heure": Placeholder(_("l’heure où cela commence"), sample_hour),
        },
        folder=TEXTS,
    )
)  # fmt: skip
THANKS = register(
    MessageKind(
        name="thanks",
        label=_("Remerciement"),
        sent_when=_("Après la dernière demi-journée, à qui est venu."),
        placeholders={**_PERSON, **_COHORT, **_PAGE},
        folder=TEXTS,
    )
)
