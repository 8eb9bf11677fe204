"""What the form of a content says by itself; the names of its fields come with the libraries."""

from django.utils.translation import gettext as _


def form_words() -> dict[str, str]:
    """Return the words of the form, in the language of the moment. Its script fills {places}."""
    return {**_fields(), **_lists(), **_media(), **_rich_text(), **_page()}


def _fields() -> dict[str, str]:
    return {
        "optional": _("facultatif"),
        "yes": _("Oui"),
        "none": _("Aucun"),
        "choose": _("Choisissez"),
        "group": _("Réglages"),
        "left": _("Il reste {n} caractères."),
        "between": _("De {min} à {max}."),
        "atLeastNumber": _("{min} au moins."),
        "atMostNumber": _("{max} au plus."),
        "untouched": _("Ce réglage ne se modifie pas ici : il est gardé tel quel."),
        "common": _("Textes de l’interface"),
        "commonHint": _(
            "Les mots des boutons et des messages : ceux d’origine conviennent presque toujours."
        ),
        "kind": _("Type de contenu"),
        "kindMissing": _("{name} n’est pas installé ici : ce contenu est gardé tel quel."),
        "loading": _("Le formulaire se charge…"),
        "loadFailed": _(
            "Cette partie ne s’est pas chargée : vérifiez votre connexion, puis rouvrez-la."
        ),
        "metadata": _("Titre, licence et auteurs de ce contenu"),
        "about": _("Langue, licence et auteurs"),
    }


def _lists() -> dict[str, str]:
    return {
        "item": _("élément"),
        "add": _("Ajouter : {entity}"),
        "empty": _("La liste est vide."),
        "up": _("Monter"),
        "down": _("Descendre"),
        "duplicate": _("Dupliquer"),
        "remove": _("Retirer"),
        "actOn": _("{act} : {name}"),
        "added": _("{name} est ajouté."),
        "removed": _("{name} est retiré."),
        "moved": _("{name} passe au rang {n} sur {total}."),
        "duplicated": _("{name} est dupliqué au rang {n}."),
        "atMostItems": _("La liste est pleine : {n} au plus."),
    }


def _media() -> dict[str, str]:
    return {
        "send": _("Choisir un fichier"),
        "replace": _("Remplacer le fichier"),
        "sending": _("Envoi : {n} %"),
        "sent": _("Le fichier est envoyé."),
        "sendFailed": _("L’envoi s’est interrompu : vérifiez votre connexion, puis recommencez."),
        "removeFile": _("Retirer le fichier"),
        "fileRemoved": _("Le fichier est retiré."),
        "noFile": _("Aucun fichier."),
        "accepted": _("Fichiers acceptés : {kinds}."),
        "address": _("Ou adresse d’un fichier en ligne"),
        "addressAct": _("Utiliser cette adresse"),
        "addressWrong": _("Donnez une adresse complète, qui commence par https://."),
        "rights": _("Droits d’usage du fichier"),
        "sourceNumber": _("Source {n}"),
    }


def _rich_text() -> dict[str, str]:
    return {
        "toolbar": _("Mise en forme"),
        "bold": _("Gras"),
        "italic": _("Italique"),
        "underline": _("Souligné"),
        "strike": _("Barré"),
        "bulletList": _("Liste à puces"),
        "orderedList": _("Liste numérotée"),
        "blockquote": _("Citation"),
        "heading2": _("Titre"),
        "heading3": _("Sous-titre"),
        "link": _("Lien"),
        "linkAddress": _("Adresse du lien (vide : pas de lien)"),
        "linkApply": _("Appliquer"),
        "undo": _("Annuler"),
        "redo": _("Rétablir"),
        "source": _(
            "L’éditeur perdrait une partie de cette mise en forme : modifiez son code HTML."
        ),
    }


def _page() -> dict[str, str]:
    return {
        "unsaved": _("Modifié, pas encore enregistré"),
        "saving": _("Enregistrement…"),
        "saved": _("Enregistré, version {n}"),
        "unchanged": _("Version {n}, sans modification"),
        "fresh": _("Pas encore enregistré"),
        "saveFailed": _(
            "L’enregistrement a échoué, votre texte reste ici : vérifiez votre connexion."
        ),
        "toCorrect": _("{n} à corriger avant d’enregistrer"),
        "notices": _("À savoir"),
        "previewing": _("L’aperçu se met à jour…"),
        "previewed": _("L’aperçu est à jour."),
        "previewFailed": _("L’aperçu a échoué : vérifiez votre connexion, puis actualisez-le."),
    }
