"""What the mails of a review say."""

from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.notifications.kinds import MessageKind, Placeholder, register
from accounts.notifications.services import language_of, send_message
from accounts.users.models import User
from modules.programmes.models import Revision

TEXTS = Path(__file__).parent / "texts"
_ABOUT = {
    "prenom": Placeholder(_("le prénom de la personne"), "Camille"),
    "edition": Placeholder(_("le module et son édition"), "Réenchantez l’action publique, 2"),
    "texte": Placeholder(_("la révision dont il s’agit"), _("la révision 4 de l’édition 2")),
    "relecture": Placeholder(
        _("l’adresse de la page de la relecture"),
        f"{settings.PUBLIC_BASE_URL}/atelier/revisions/1/relecture/",
    ),
    "auteur": Placeholder(_("le nom de qui écrit"), "Maëlle Corre"),
}
_ANSWER = {
    "reponse": Placeholder(_("ce que la personne a écrit"), _("Le jour 1 est très clair.")),
    "commentaires": Placeholder(
        _("combien de commentaires attendent une réponse"),
        _("2 commentaires attendent une réponse."),
    ),
}
REVIEW_ASKED = register(
    MessageKind(
        name="review_asked",
        label=_("Relecture demandée"),
        sent_when=_("Quand quelqu’un de l’atelier demande à un·e collègue de relire."),
        placeholders={
            **_ABOUT, "note": Placeholder(_("sa note, s’il y en a une"), _("Le jour 1 surtout.")),
        },
        folder=TEXTS,
        page="relecture",
    )
)  # fmt: skip
REVIEW_APPROVED = register(
    MessageKind(
        name="review_approved",
        label=_("Relecture : approuvé"),
        sent_when=_("Quand la révision qu’on a fait relire est approuvée."),
        placeholders={**_ABOUT, **_ANSWER},
        folder=TEXTS,
        page="relecture",
    )
)
REVIEW_CHANGES = register(
    MessageKind(
        name="review_changes",
        label=_("Relecture : corrections demandées"),
        sent_when=_("Quand la révision qu’on a fait relire demande des corrections."),
        placeholders={**_ABOUT, **_ANSWER},
        folder=TEXTS,
        page="relecture",
    )
)
COMMENT_ANSWERED = register(
    MessageKind(
        name="comment_answered",
        label=_("Réponse à un commentaire"),
        sent_when=_("Quand quelqu’un répond à un commentaire de l’atelier."),
        placeholders={
            **_ABOUT, "commentaire": Placeholder(_("la réponse"), _("D’accord : une heure.")),
        },
        folder=TEXTS,
        page="relecture",
    )
)  # fmt: skip


def send_about(
    kind: MessageKind, revision: Revision, person: User | None, *, key: str, **told: str
) -> bool:
    """Mail a person a fact about a revision; return False if they have no address."""
    if person is None or not person.email:
        return False
    language = language_of(person)
    with translation.override(language):
        values = {
            "prenom": person.get_short_name(),
            "edition": str(revision.edition),
            "texte": str(revision),
            "relecture": settings.PUBLIC_BASE_URL
            + reverse("workshop:revision", args=[revision.pk]),
            **told,
        }
    send_message(kind=kind, key=key, to=person, language=language, values=values)
    return True
