"""The frozen facts of an award, as certificates.awards.services writes them."""

from copy import deepcopy
from typing import Any

CODE = "7K4MQ29XWBHT3HTD86RNPC5VK9"
VERIFY_URL = f"https://reenchantez.example/verifier/{CODE}"


def _piece(phase: str, minutes: int, half: str) -> dict[str, Any]:
    return {"phase": phase, "minutes": minutes, "half": half}


_FACTS: dict[str, Any] = {
    "kind": "completion_certificate",
    "serial": "RAP-2027-000042",
    "code": CODE,
    "title": "Réenchantez l’action publique, édition #4",
    "nature": "Action de formation",
    "beneficiary": {
        "first_name": "Maud",
        "last_name": "Cassagne",
        "function": "directrice d’école",
        "employer": "Ville de Montbrune",
    },
    "provider": {
        "name": "La 27e Région",
        "address": "4 rue la Vacquerie, 75011 Paris",
        "siret": "12345678900012",
        "activity_number": "11 75 12345 75",
    },
    "signatory": {"name": "Hélène Quiniou", "quality": "directrice de la formation"},
    "starts_on": "2027-03-16",
    "ends_on": "2027-03-18",
    "minutes_planned": 1260,
    "minutes_attended": 1050,
    "place": "Cité du design, 3 rue Javelin-Pagnon, 42000 Saint-Étienne",
    "group": "Saint-Étienne, mars 2027",
    "issued_on": "2027-03-19",
    "issued_at_place": "Paris",
    "ribbon": [
        [
            _piece("partage", 45, "am"),
            _piece("immersion", 165, "am"),
            _piece("immersion", 150, "pm"),
            _piece("partage", 60, "pm"),
        ],
        [
            _piece("analyse", 75, "am"),
            _piece("idees", 135, "am"),
            _piece("prototype", 135, "pm"),
            _piece("test", 75, "pm"),
        ],
        [
            _piece("analyse", 30, "am"),
            _piece("prototype", 75, "am"),
            _piece("test", 105, "am"),
            _piece("partage", 120, "pm"),
            _piece("partage", 90, "pm"),
        ],
    ],
    "demo": False,
}


def award_facts(**changes: Any) -> dict[str, Any]:
    """Return the facts of a three-day module; a nested mapping changes only the keys it gives."""
    facts = deepcopy(_FACTS)
    for key, value in changes.items():
        if isinstance(value, dict):
            facts[key] |= value
        else:
            facts[key] = value
    return facts


def fill_texts(facts: Any, text: str) -> Any:
    """Return facts whose every free text is `text`; dates, numbers, kinds and phases stay."""
    fixed = {
        "kind",
        "accent",
        "sha256",
        "image",
        "starts_on",
        "ends_on",
        "issued_on",
        "phase",
        "half",
    }
    if isinstance(facts, dict):
        return {k: v if k in fixed else fill_texts(v, text) for k, v in facts.items()}
    if isinstance(facts, list):
        return [fill_texts(item, text) for item in facts]
    return text if isinstance(facts, str) else facts
