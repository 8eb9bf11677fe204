"""What H5P's own interface says; a content brings its other words itself."""

from django.utils.translation import gettext as _


def core_words() -> dict[str, str]:
    """Return the words of H5P's core in the language of the moment, by its own keys."""
    return {**_acts(), **_rights(), **_licences(), **_changes()}


def _acts() -> dict[str, str]:
    return {
        "fullscreen": _("Plein écran"),
        "disableFullscreen": _("Quitter le plein écran"),
        "download": _("Télécharger"),
        "embed": _("Intégrer"),
        "size": _("Taille"),
        "showAdvanced": _("Afficher les options avancées"),
        "hideAdvanced": _("Masquer les options avancées"),
        "close": _("Fermer"),
        "reuse": _("Réutiliser"),
        "reuseContent": _("Réutiliser ce contenu"),
        "showMore": _("Afficher plus"),
        "showLess": _("Afficher moins"),
        "subLevel": _("Sous-niveau"),
        "confirmDialogHeader": _("Confirmer"),
        "confirmDialogBody": _("Confirmez-vous ? Cette action est définitive."),
        "cancelLabel": _("Annuler"),
        "confirmLabel": _("Confirmer"),
        "contentCopied": _("Le contenu est dans le presse-papiers"),
        "h5pDescription": _("Découvrir H5P"),
    }


def _rights() -> dict[str, str]:
    return {
        "copyrights": _("Droits d’usage"),
        "copyrightInformation": _("Droits d’usage"),
        "copyrightsDescription": _("Voir les droits d’usage de ce contenu."),
        "noCopyrights": _("Ce contenu ne dit rien de ses droits d’usage."),
        "title": _("Titre"),
        "author": _("Auteur·rice"),
        "year": _("Année"),
        "source": _("Source"),
        "license": _("Licence"),
        "thumbnail": _("Vignette"),
        "by": _("par"),
        "contentType": _("Type de contenu"),
        "licenseExtras": _("Précisions sur la licence"),
        "changes": _("Modifications"),
    }


def _licences() -> dict[str, str]:
    return {
        "licenseU": _("Non précisée"),
        "licenseCCBY": _("Attribution"),
        "licenseCCBYSA": _("Attribution, partage dans les mêmes conditions"),
        "licenseCCBYND": _("Attribution, pas de modification"),
        "licenseCCBYNC": _("Attribution, pas d’utilisation commerciale"),
        "licenseCCBYNCSA": _(
            "Attribution, pas d’utilisation commerciale, partage dans les mêmes conditions"
        ),
        "licenseCCBYNCND": _("Attribution, pas d’utilisation commerciale, pas de modification"),
        "licenseCC40": _("4.0 International"),
        "licenseCC30": _("3.0 non transposée"),
        "licenseCC25": _("2.5 générique"),
        "licenseCC20": _("2.0 générique"),
        "licenseCC10": _("1.0 générique"),
        "licenseGPL": _("Licence publique générale (GPL)"),
        "licenseV3": _("Version 3"),
        "licenseV2": _("Version 2"),
        "licenseV1": _("Version 1"),
        "licensePD": _("Domaine public"),
        "licenseCC010": _("CC0 1.0 Universel (CC0 1.0) Transfert dans le domaine public"),
        "licensePDM": _("Marque du domaine public"),
        "licenseC": _("Tous droits réservés"),
    }


def _changes() -> dict[str, str]:
    return {
        "contentChanged": _("Ce contenu a changé depuis votre dernier passage."),
        "startingOver": _("Vous reprenez du début."),
        "connectionLost": _("La connexion est coupée."),
        "connectionReestablished": _("La connexion est revenue."),
    }
