"""What is wrong with a line, or worth knowing: a code, the column, and what fills the sentence."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Of each code: what is said, and what to do.
WORDS: dict[str, tuple[str | Promise, str | Promise]] = {
    "open_quote": (
        _("Un guillemet est ouvert et jamais fermé."),
        _("Fermez-le, ou retirez-le de cette ligne."),
    ),
    "too_many_cells": (
        _("La ligne a %(count)s valeur(s) de trop."),
        _("Une valeur contient sans doute le séparateur : mettez-la entre guillemets."),
    ),
    "cell_too_long": (
        _("Une valeur est trop longue pour être vraie."),
        _("Vérifiez qu’il ne manque ni guillemet ni retour à la ligne."),
    ),
    "missing": (_("Valeur absente."), _("Remplissez cette colonne.")),
    "too_long": (_("« %(value)s » est trop long."), _("%(most)s caractères au plus.")),
    "unreadable": (
        _("« %(value)s » a des caractères abîmés."),
        _("Enregistrez le fichier en « CSV UTF-8 », ou en .xlsx."),
    ),
    "formula": (
        _("« %(value)s » est une formule, pas une valeur."),
        _("Collez la valeur à sa place : rien n’est calculé ici."),
    ),
    "bad_email": (
        _("« %(value)s » n’est pas une adresse."),
        _("Écrivez-la en entier : prenom.nom@structure.fr."),
    ),
    "repeated_email": (
        _("Cette adresse est déjà à la ligne %(line)s."),
        _("Donnez à chaque personne la sienne, ou retirez la ligne."),
    ),
    "repeated_person": (
        _("La ligne %(line)s est déjà cette personne, par une autre de ses adresses."),
        _("Retirez l’une des deux lignes."),
    ),
    "bad_siret": (
        _("« %(value)s » n’est pas un SIRET."),
        _("Vérifiez ses 14 chiffres ; un tableur peut les avoir arrondis."),
    ),
    "unknown_employer": (
        _("« %(value)s » n’est pas une structure connue ici."),
        _("Donnez son SIRET, laissez la colonne vide pour la vôtre, ou faites-la ajouter."),
    ),
    "unknown_employer_near": (
        _("« %(value)s » n’est pas une structure connue ici."),
        _("Vouliez-vous dire « %(near)s » ?"),
    ),
    "ambiguous_employer": (
        _("Plusieurs structures s’appellent « %(value)s »."),
        _("Donnez plutôt son SIRET."),
    ),
    "unknown_word": (_("« %(value)s » n’est pas prévu ici."), _("Écrivez : %(words)s.")),
    "known_elsewhere": (
        _("Une personne du même nom est connue chez cet employeur (%(email)s)."),
        _("Dites si c’est la même : rien n’est fusionné sans vous."),
    ),
    "twin_in_file": (
        _("Même nom et même employeur qu’à la ligne %(line)s."),
        _("Dites si ce sont deux personnes."),
    ),
    "other_name": (
        _("Cette adresse est déjà celle d’une personne qui porte un autre nom."),
        _("Dites si c’est la même, ou laissez la ligne de côté."),
    ),
    "fills_in": (_("Complète : %(fields)s."), ""),
    "already_there": (_("Déjà dans cette cohorte."), ""),
}


class Problem:
    """Something to say of a line; it is kept as JSON and put in words when shown."""

    __slots__ = ("code", "column", "values")

    def __init__(self, code: str, column: str = "", **values: object) -> None:
        """Keep what is wrong; `column` is its title in the file."""
        self.code, self.column, self.values = code, column, values

    def __eq__(self, other: object) -> bool:
        """Compare what is said."""
        return isinstance(other, Problem) and self.as_json() == other.as_json()

    def __hash__(self) -> int:
        """Agree with equality."""
        return hash((self.code, self.column))

    def __repr__(self) -> str:
        """Return what a failed test shows."""
        return f"Problem({self.as_json()})"

    @property
    def sentence(self) -> str:
        """Return what is wrong."""
        return str(WORDS[self.code][0]) % self._shown()

    @property
    def remedy(self) -> str:
        """Return what to do about it; empty when there is nothing to do."""
        return str(WORDS[self.code][1]) % self._shown()

    def _shown(self) -> dict[str, object]:
        said = self.values
        return {name: _words(value) if isinstance(value, list) else value
                for name, value in said.items()}  # fmt: skip

    def as_json(self) -> dict[str, Any]:
        """Return what is kept."""
        return {"code": self.code, "column": self.column, **self.values}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Problem":
        """Return the problem that was kept."""
        return cls(**kept)


def _words(values: list[object]) -> str:
    return ", ".join(str(value) for value in values)
