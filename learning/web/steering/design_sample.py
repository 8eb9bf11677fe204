"""The invented paper that shows a design: real provider and real module, a person nobody is."""

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.organisations.models import Organisation
from certificates.awards.enums import AwardKind
from certificates.designs.look import Look
from certificates.designs.models import PaperDesign
from learning.cohorts.terms import NATURE
from learning.completion.papers import ribbon_of_text
from modules.programmes.enums import CountsAs
from modules.programmes.models import Revision

CODE = "APERCV" + "0" * 20
# Whom the paper is tried with: (key, label, first name, last name, function, employer).
PEOPLE = (
    ("simple", _("Un nom simple"), "Maud", "Cassagne", "directrice d’école", "Ville de Montbrune"),
    (
        "long", _("Un nom très long"), "Anne-Charlotte Philippine",
        "de la Rochefoucauld-Montmorency-Laval",
        "cheffe du service de l’accueil et de l’accompagnement des usagers",
        "Communauté d’agglomération du Grand Montbrune et des vallées de l’Aubette",
    ),
    ("autre", _("Une autre écriture"), "محمد", "بن عبد الله", "مهندس", "Ville de Montbrune"),
)  # fmt: skip


def sample_facts(design: PaperDesign, look: Look, person: str = "") -> dict[str, Any]:
    """Return the facts of an invented award of the design's kind, dressed in `look`."""
    text = _text_for(design)
    who = next((one for one in PEOPLE if one[0] == person), PEOPLE[0])
    provider = Organisation.objects.provider()
    today = timezone.localdate().isoformat()
    minutes = text.edition.module.format.planned_minutes if text else 1260
    return {
        "kind": design.kind,
        "serial": "APERÇU",
        "code": CODE,
        "title": str(text.edition.module.title) if text else "Un module",
        "nature": NATURE,
        "beneficiary": {
            "first_name": who[2], "last_name": who[3], "function": who[4], "employer": who[5],
        },
        "provider": {
            "name": provider.name,
            "address": provider.address,
            "siret": provider.siret or "",
            "activity_number": provider.activity_number,
        },
        "signatory": {"name": provider.signatory_name, "quality": provider.signatory_quality},
        "starts_on": today,
        "ends_on": today,
        "minutes_planned": minutes,
        "minutes_attended": minutes,
        "place": "Maison des possibles, 12 rue des Essais, 80000 Amiens",
        "group": "Amiens, cohorte d’essai",
        "issued_on": today,
        "issued_at_place": provider.address.rpartition(" ")[2],
        "ribbon": ribbon_of_text(text.pk) if text else [],
        "objectives": text.edition.module.objectives if text else [],
        "demo": settings.DEMO,
        "look": look.frozen(),
    }  # fmt: skip


def sample_address() -> str:
    """Return where the square of the sample leads: a code that was never given."""
    return urljoin(settings.PUBLIC_BASE_URL, reverse("verify:award", args=[CODE]))


def _text_for(design: PaperDesign) -> Revision | None:
    """Return the text whose ribbon is shown: the module's, or the last one of that kind of day."""
    texts = Revision.objects.published().select_related("edition__module__format")
    if design.module_id:
        texts = texts.filter(edition__module=design.module_id)
    elif design.kind == AwardKind.PARTICIPATION_ATTESTATION:
        texts = texts.filter(edition__module__format__counts_as=CountsAs.SENSITISED)
    else:
        texts = texts.filter(edition__module__format__counts_as=CountsAs.TRAINED)
    return texts.order_by("-published_at", "-pk").first()
