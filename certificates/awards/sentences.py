"""What the papers say in full sentences: French only, as the law's model of them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from certificates.awards import ribbon
from certificates.awards.enums import AwardKind
from certificates.designs.look import Look, Signatory
from certificates.designs.opening import filled
from frontend import formats
from frontend.phases import PHASES

COMPLETION = AwardKind.COMPLETION_CERTIFICATE
PARTICIPATION = AwardKind.PARTICIPATION_ATTESTATION
TRAINING = AwardKind.TRAINING_ATTESTATION
HEADINGS = {
    COMPLETION: "Certificat de réalisation",
    PARTICIPATION: "Attestation de participation",
    TRAINING: "Attestation de fin de formation",
}
_DEEDS = {
    COMPLETION: "a suivi l’action de formation décrite ci-dessous.",
    PARTICIPATION: "a participé à la journée de sensibilisation décrite ci-dessous.",
    TRAINING: "est arrivé·e au terme de la formation décrite ci-dessous.",
}
_LAWS = {
    COMPLETION: (
        "Sans préjudice des délais imposés par les règles fiscales, comptables ou commerciales, "
        "l’organisme conserve l’ensemble des pièces justificatives qui ont permis d’établir le "
        "présent certificat pendant trois ans à compter de la fin de l’année du dernier paiement, "
        "et plus longtemps si l’action a reçu un cofinancement européen."
    ),
    PARTICIPATION: (
        "Cette attestation constate une présence ; elle ne tient pas lieu de certificat de "
        "réalisation."
    ),
    TRAINING: (
        "Cette attestation dit ce que la formation visait ; le certificat de réalisation, délivré "
        "à part, constate l’assiduité."
    ),
}

# A name no longer than this is never broken over two lines.
LONGEST_WHOLE = 30


def joined(mark: str, *parts: str) -> str:
    """Return the parts that say something, with `mark` between them."""
    return mark.join(part for part in parts if part)


def signatories_of(facts: dict[str, Any], look: Look) -> tuple[Signatory, ...]:
    """Return who signs: those of the design, or the provider's own."""
    own = facts["signatory"]
    if look.signatories or not own["name"]:
        return look.signatories
    return (Signatory(own["name"], own["quality"]),)


def opening(facts: dict[str, Any], look: Look, name: str) -> str:
    """Return who attests what of whom."""
    name, provider = _whole(name), _whole(facts["provider"]["name"])
    signatories = [
        joined(", ", _whole(one.name), one.quality) for one in signatories_of(facts, look)
    ]
    if look.opening:
        person = facts["beneficiary"]
        values = {
            "nom": name,
            "fonction": person["function"],
            "employeur": person["employer"],
            "intitule": facts["title"],
            "cohorte": facts["group"],
            "organisme": provider,
            "signataires": " et ".join(signatories),
        }
        return filled(look.opening, values)
    deed = f"{name} {_DEEDS[facts['kind']]}"
    match signatories:
        case []:
            return f"{provider} atteste que {deed}"
        case [who]:
            return f"Je soussigné·e {who}, pour {provider}, atteste que {deed}"
        case _:
            who = " et ".join(signatories)
            return f"Nous soussigné·es {who}, pour {provider}, attestons que {deed}"


def _whole(name: str) -> str:
    return name.replace(" ", formats.NBSP) if len(name) <= LONGEST_WHOLE else name


def done(facts: dict[str, Any]) -> str:
    """Return where and when the paper was made."""
    issued = f"le {formats.long_day(date.fromisoformat(facts['issued_on']))}"
    place = facts["issued_at_place"]
    return f"Fait à {place}, {issued}" if place else f"Fait {issued}"


def law(facts: dict[str, Any], provider: str) -> str:
    """Return the small print: what the paper is worth, and how its drawing is read."""
    ribbon_words = _ribbon_words(facts["ribbon"])
    drawing = ribbon_words and (
        "À gauche, le ruban du module : chaque case est une séquence, sa hauteur est sa durée "
        f"({ribbon_words})."
    )
    organisation = f"Organisme : {provider}." if facts["kind"] == TRAINING else ""
    return joined(" ", organisation, _LAWS[facts["kind"]], drawing)


def _ribbon_words(days: Sequence[Sequence[ribbon.Piece]]) -> str:
    pieces = [[(piece["phase"], piece["minutes"]) for piece in day] for day in days]
    return ", ".join(
        f"{str(PHASES[phase].word).lower()} {formats.duration(minutes)}"
        for phase, minutes in formats.minutes_by_phase(pieces)
    )
