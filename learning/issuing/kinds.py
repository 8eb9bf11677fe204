"""The messages about papers: when each is sent, and what its text may name."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.notifications.kinds import MessageKind, Placeholder, register
from learning.enrolment.kinds import CHANGED

TEXTS = Path(__file__).parent / "texts"
_SITE = settings.PUBLIC_BASE_URL
_COMMON = {
    "prenom": CHANGED.placeholders["prenom"],
    "titre": CHANGED.placeholders["titre"],
    "documents": Placeholder(
        _("les documents, par leur nom et leur numéro"),
        _("certificat de réalisation RAP-2027-000042"),
    ),
    "page": Placeholder(_("l’adresse de la page de ses documents"), f"{_SITE}/mes-titres/"),
}
PAPER_READY = register(
    MessageKind(
        name="paper_ready",
        label=_("Certificat prêt"),
        sent_when=_("Quand un certificat ou une attestation est imprimé et scellé."),
        placeholders={
            **_COMMON,
            "annonce": Placeholder(_("ce qui est prêt"), _("Votre certificat est prêt")),
            "verification": Placeholder(
                _("l’adresse de sa page de vérification"),
                f"{_SITE}/verifier/7K4MQ29XWBHT3HTD86RNPC5VK9",
            ),
        },
        folder=TEXTS,
        page="page",
    )
)
PAPER_REPLACED = register(
    MessageKind(
        name="paper_replaced",
        label=_("Certificat remplacé"),
        sent_when=_("Quand une version corrigée remplace un document : la nouvelle est prête."),
        placeholders={
            **_COMMON,
            "remplaces": Placeholder(_("les numéros remplacés"), "RAP-2027-000041"),
            "raison": Placeholder(_("pourquoi"), _("Nom mal orthographié")),
        },
        folder=TEXTS,
        page="page",
    )
)
PAPER_REVOKED = register(
    MessageKind(
        name="paper_revoked",
        label=_("Certificat révoqué"),
        sent_when=_("Quand un document ne vaut plus, sans qu’un autre le remplace."),
        placeholders={
            **_COMMON,
            "raison": Placeholder(_("pourquoi"), _("Délivré par erreur")),
            "contact": Placeholder(_("à qui écrire"), "contact@exemple.example"),
        },
        folder=TEXTS,
        page="page",
    )
)
