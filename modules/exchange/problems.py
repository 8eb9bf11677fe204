"""What can be wrong with a module that was sent: stable codes, and the sentence people read."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext, gettext_noop

from modules.h5p.issues import MESSAGES as ARCHIVE_MESSAGES

_ = gettext_noop
MESSAGES: Mapping[str, str] = {
    **ARCHIVE_MESSAGES,
    "no-document": _("module.json n’est pas à la racine : ce n’est pas l’export d’un module."),
    "not-json": _("module.json n’est pas du JSON : %(reason)s."),
    "other-version": _(
        "Ce fichier suit la version %(version)s du format ; ce site lit la version 1 : exportez-le "
        "depuis un site plus ancien, ou mettez ce site à jour."
    ),
    "missing": _("« %(name)s » manque."),
    "unknown-property": _("« %(name)s » n’est pas prévu ici."),
    "wrong-type": _("La valeur n’est pas de la bonne sorte."),
    "not-allowed": _("« %(value)s » n’est pas une valeur permise ici."),
    "wrong-form": _("« %(value)s » n’a pas la forme prévue."),
    "too-long": _("Ce texte dépasse %(limit)s caractères."),
    "empty": _("Ce texte est vide."),
    "out-of-bounds": _("%(value)s est hors des bornes permises."),
    "too-many": _("Il y en a plus de %(limit)s."),
    "invalid": _("La valeur ne convient pas."),
    "null-character": _("module.json contient un caractère nul, qu’aucun texte ne peut garder."),
    "times-order": _(
        "Les heures de la journée ne se suivent pas : début, déjeuner, reprise, fin."
    ),
    "score-rule": _(
        "Le score demandé va avec « terminée quand le score est atteint », et lui seul."
    ),
    "same-lineage": _("Un autre bloc porte la même lignée (%(lineage)s)."),
    "format-bounds": _("Le minimum du groupe dépasse son maximum."),
    "format-threshold": _("Le seuil d’achèvement du format manque."),
    "unknown-file": _("Ce bloc appelle un fichier que module.json n’annonce pas (%(name)s)."),
    "unknown-content": _("Ce bloc appelle un contenu que module.json n’annonce pas (%(name)s)."),
    "same-reference": _("« %(name)s » est annoncé deux fois."),
    "file-not-there": _("Ce fichier est annoncé mais n’est pas dans l’archive."),
    "file-differs": _(
        "Ce fichier n’est pas celui qui est annoncé : sa somme ou sa taille diffère."
    ),
    "file-kind": _("Les fichiers de cette sorte ne sont pas acceptés."),
    "in-package": _("Dans le paquet, %(file)s : %(message)s"),
    # Said, but no reason to refuse.
    "unannounced": _("Ce fichier n’est pas annoncé par module.json : il est laissé de côté."),
    "licence-objection": _(
        "« %(title)s » est sous %(part)s, le module sous %(whole)s : %(reason)s. Remplacez-le, ou "
        "demandez une autorisation à son auteur."
    ),
    "not-known-licence": _("« %(title)s » ne dit pas sa licence : demandez-la à son auteur."),
}  # fmt: skip
Row = dict[str, Any]


def problem(code: str, place: str = "", **params: object) -> Row:
    """Return a problem as a JSON field keeps it."""
    plain = {name: one if isinstance(one, int) else str(one)[:300] for name, one in params.items()}
    return {"code": code, "place": place, "params": plain}


def told(rows: Iterable[Row]) -> list[dict[str, str]]:
    """Return problems with their sentence, in the reader's language."""
    return [
        {
            "code": row["code"],
            "place": row["place"],
            "sentence": gettext(MESSAGES[row["code"]]) % row["params"],
        }
        for row in rows
    ]
