"""The credential of an award, in the words of Open Badges 3.0. Pure: frozen facts in, JSON out.

It carries neither the person's name nor their address, only salted hashes of them: whoever is
shown the badge and told a name can check that they agree. Texts are French, like the papers.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.utils import timezone, translation

from certificates.awards.enums import AwardKind
from certificates.awards.models import Award
from certificates.awards.wording import dates_in_words, hours_in_words
from certificates.badges import addresses
from frontend import formats
from frontend.phases import PHASES

Document = dict[str, Any]
CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
# It defines the type of credentialSchema below, without which a proof would not cover it.
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
SCHEMA = {
    "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/"
    "ob_v3p0_achievementcredential_schema.json",
    "type": "1EdTechJsonSchemaValidator2019",
}
# A training attestation states results beside the certificate: it is no achievement of its own.
BADGED = frozenset({AwardKind.COMPLETION_CERTIFICATE, AwardKind.PARTICIPATION_ATTESTATION})
ACHIEVEMENT_TYPES = {
    AwardKind.COMPLETION_CERTIFICATE: "CertificateOfCompletion",
    AwardKind.PARTICIPATION_ATTESTATION: "Badge",
}
CRITERIA = {
    AwardKind.COMPLETION_CERTIFICATE: (
        "Avoir suivi le module en entier, ou dans la part que ses règles demandent : la présence"
        " est émargée par la personne à chaque demi-journée et contresignée par l’équipe de"
        " formation."
    ),
    AwardKind.PARTICIPATION_ATTESTATION: (
        "Avoir participé à la journée de sensibilisation : la présence est émargée par la personne"
        " et contresignée par l’équipe de formation."
    ),
}


@dataclass(frozen=True, slots=True)
class Holder:
    """Who the badge is about, as it says it: an opaque identifier, and hashes with their salts."""

    subject_id: str
    name: str
    name_salt: str
    email: str
    email_salt: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where the status of a badge is read."""

    status_list: int
    index: int


def achievement_of(facts: Document) -> Document:
    """Return what was achieved: the module as followed, the same for everyone of its edition.

    Its identifier is an address made from its own content (see digest_of).
    """
    kind = AwardKind(facts["kind"])
    told: Document = {
        "type": ["Achievement"],
        "name": facts["title"],
        "description": _description(facts),
        "achievementType": ACHIEVEMENT_TYPES[kind],
        "criteria": {"narrative": facts.get("criteria") or CRITERIA[kind]},
        "inLanguage": "fr",
        "tag": _tags(facts),
    }
    if not told["tag"]:
        del told["tag"]
    digest = digest_of(told, facts)
    return {
        "id": addresses.achievement_id(digest),
        **told,
        "image": {
            "id": addresses.achievement_picture(digest),
            "type": "Image",
            "caption": "Écusson hexagonal bordé du ruban du module.",
        },
    }


def digest_of(told: Document, facts: Document) -> str:
    """Return the name of an achievement: the hash of what it says and of what it is drawn from."""
    drawn = {"ribbon": facts.get("ribbon", []), "kind": facts["kind"], "demo": facts["demo"]}
    content = json.dumps([told, drawn], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:32]


def credential_of(award: Award, *, achievement: Document, holder: Holder, place: Place) -> Document:
    """Return the credential of an award, not signed yet."""
    facts = award.facts
    issued = instant(award.issued_at)
    return {
        "@context": [CREDENTIALS_V2, OPEN_BADGES, EXTENSIONS],
        "id": addresses.credential_id(award.code),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": facts["title"],
        "image": {"id": addresses.picture(award.code, "png"), "type": "Image"},
        "issuer": issuer(facts["provider"]["name"]),
        "validFrom": issued,
        "awardedDate": issued,
        "credentialSubject": {
            "id": holder.subject_id,
            "type": ["AchievementSubject"],
            "identifier": identifiers(holder),
            "activityStartDate": _day(facts["starts_on"], time.min),
            "activityEndDate": _day(facts["ends_on"], time(23, 59, 59)),
            "achievement": achievement,
        },
        "evidence": [
            {
                "id": award.verify_url,
                "type": ["Evidence"],
                "name": _paper(award),
                "narrative": _evidence(facts),
            }
        ],
        "credentialSchema": [SCHEMA],
        "credentialStatus": {
            "id": f"{addresses.status_list(place.status_list)}#{place.index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(place.index),
            "statusListCredential": addresses.status_list(place.status_list),
        },
    }


def issuer(name: str) -> Document:
    """Return who issues, as a credential names it."""
    return {
        "id": addresses.issuer_id(),
        "type": ["Profile"],
        "name": name,
        "url": addresses.site(),
    }


def identifiers(holder: Holder) -> list[Document]:
    """Return the hashes a person can be recognised by: their name, and their e-mail if any."""
    found = [_hashed("name", holder.name, holder.name_salt)]
    if holder.email:
        found.insert(0, _hashed("emailAddress", holder.email, holder.email_salt))
    return found


def _hashed(kind: str, value: str, salt: str) -> Document:
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": f"sha256${hashlib.sha256(f'{value}{salt}'.encode()).hexdigest()}",
        "identityType": kind,
        "salt": salt,
    }


def instant(at: datetime) -> str:
    """Return an instant as credentials write it, to the second, in universal time."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _day(iso: str, hour: time) -> str:
    local = datetime.combine(date.fromisoformat(iso), hour)
    return instant(timezone.make_aware(local, timezone.get_default_timezone()))


def _description(facts: Document) -> str:
    with translation.override("fr"):
        minutes = formats.duration(facts["minutes_planned"])
        told = f"{facts['nature']}, {minutes}."
        words = ribbon_words(facts)
        return f"{told} Le ruban du module : {words}." if words else told


def _paper(award: Award) -> str:
    with translation.override("fr"):
        return f"{AwardKind(award.kind).label} nº {award.serial}"


def _evidence(facts: Document) -> str:
    with translation.override("fr"):
        dates = dates_in_words(facts["starts_on"], facts["ends_on"])
        hours = hours_in_words(facts["minutes_attended"], facts["minutes_planned"])
        place = f" Lieu : {facts['place']}." if facts.get("place") else ""
        return f"Durée suivie : {hours}, {dates}.{place}"


def _tags(facts: Document) -> list[str]:
    with translation.override("fr"):
        return [str(PHASES[phase].word).lower() for phase, _minutes in _phases(facts)]


def ribbon_words(facts: Document) -> str:
    """Return "immersion 5 h 15, partage 4 h…", or "" for an award without a ribbon."""
    return ", ".join(
        f"{str(PHASES[phase].word).lower()} {formats.duration(minutes)}"
        for phase, minutes in _phases(facts)
    )


def _phases(facts: Document) -> list[tuple[str, int]]:
    days = facts.get("ribbon") or []
    pieces = [[(piece["phase"], piece["minutes"]) for piece in day] for day in days]
    return list(formats.minutes_by_phase(pieces))
