"""Which column holds what: guessed by usual titles, or as the school chose last time. Pure."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from learning.rosters.enums import REQUIRED, Field

# Titles as `key_of` gives them.
USUAL: dict[Field, frozenset[str]] = {
    Field.FIRST_NAME: frozenset({"prenom", "prenoms", "firstname", "givenname", "prenomagent"}),
    Field.LAST_NAME: frozenset(
        {"nom", "nomdefamille", "nomusage", "nomdusage", "lastname", "surname", "nomagent"}
    ),
    Field.EMAIL: frozenset(
        {
            "courriel", "email", "mail", "mel", "adressemail", "adresseemail", "adressecourriel",
            "courrielprofessionnel", "adresseelectronique", "emailprofessionnel", "mailpro",
        }
    ),
    Field.FUNCTION: frozenset({"fonction", "poste", "metier", "emploi", "intituleduposte"}),
    Field.SERVICE: frozenset({"service", "direction", "bureau", "departement", "unite"}),
    Field.EMPLOYER: frozenset(
        {"employeur", "structure", "organisme", "organisation", "collectivite", "etablissement"}
    ),
    Field.SIRET: frozenset({"siret", "siretemployeur", "nsiret", "numerosiret"}),
    Field.VERSANT: frozenset({"versant", "fonctionpublique", "versantdelafonctionpublique"}),
    Field.CATEGORY: frozenset({"categorie", "cat", "categoriestatutaire"}),
    Field.STATUS: frozenset({"statut", "situation", "statutagent"}),
}  # fmt: skip
_FIELD_OF = {title: field for field, titles in USUAL.items() for title in titles}
_NOT_A_LETTER = re.compile(r"[\W_]+")
Columns = dict[str, int]


def key_of(text: str) -> str:
    """Return what is compared of a title or a name: no accent, case, blank nor punctuation."""
    if text.isascii():
        return _NOT_A_LETTER.sub("", text.lower())
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _NOT_A_LETTER.sub("", letters)


def guess(headers: Sequence[str], remembered: Mapping[str, str]) -> Columns:
    """Return the column of each field found; what the school chose before goes first.

    `remembered` gives the field of each title it chose, or "" for those it left out.
    """
    found: Columns = {}
    keys = [key_of(header) for header in headers]
    for at, key in enumerate(keys):
        field = remembered.get(key)
        if key and field and field not in found:
            found[field] = at
    for at, key in enumerate(keys):
        field = _FIELD_OF.get(key)
        if key not in remembered and field and field not in found and at not in found.values():
            found[field.value] = at
    return found


def to_remember(headers: Sequence[str], columns: Columns) -> dict[str, str]:
    """Return the field of each title, "" for those left out."""
    chosen = {at: field for field, at in columns.items()}
    return {key: chosen.get(at, "") for at, title in enumerate(headers) if (key := key_of(title))}


def missing(columns: Columns) -> list[Field]:
    """Return the fields that no column gives and that every line needs."""
    return [field for field in REQUIRED if field not in columns]
