"""The boxes of the yearly return (form Cerfa 10443), and what may be entered in each."""

from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from learning.annual.enums import Kind, Objective


@dataclass(frozen=True, slots=True)
class Box:
    """A box: its key, its number on the form, its words, what it holds.

    `note` says what the platform does not know of it, where it knows nothing.
    """

    key: str
    number: str
    label: str | Promise
    kind: Kind
    note: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame of the form; `adds` are the kinds whose boxes add up to its total."""

    key: str
    title: str | Promise
    boxes: tuple[Box, ...]
    adds: tuple[Kind, ...] = ()


NOT_KNOWN = _("La comptabilité n’est pas ici : à saisir.")
NONE_SIGNED = _("Aucune convention signée pour une cohorte achevée dans l’année : à saisir.")
NOT_TRACKED = _("La plateforme ne suit pas la sous-traitance : à saisir.")
OUTSIDE = _("La plateforme ne sait pas qui est salarié : répartissez avec la ligne du dessus.")


def _pair(key: str, number: str, label: str | Promise, note: str | Promise = "") -> tuple[Box, Box]:
    """Return the two boxes of a line: how many people, how many hours."""
    return (
        Box(f"{key}.people", number, label, Kind.COUNT, note),
        Box(f"{key}.hours", number, label, Kind.HOURS, note),
    )


@cache
def frames() -> tuple[Frame, ...]:
    """Return the frames of the form, in its order."""
    return (_identity(), _general(), _income(), _costs(), _teachers(), *_teaching(), _head())


@cache
def boxes() -> dict[str, Box]:
    """Return every box by its key."""
    return {box.key: box for frame in frames() for box in frame.boxes}


def _identity() -> Frame:
    labels = (
        ("name", _("Dénomination")), ("number", _("Numéro de déclaration d’activité")),
        ("siret", _("SIRET")), ("address", _("Adresse")), ("naf", _("Code NAF")),
        ("form", _("Forme juridique")), ("phone", _("Téléphone")), ("email", _("Courriel")),
    )  # fmt: skip
    boxed = tuple(Box(f"a.{key}", "", label, Kind.TEXT) for key, label in labels)
    return Frame("a", _("A. Identification de l’organisme"), boxed)


def _general() -> Frame:
    return Frame(
        "b", _("B. Informations générales"),
        (
            Box("b.from", "", _("Exercice comptable, du"), Kind.DAY),
            Box("b.to", "", _("Exercice comptable, au"), Kind.DAY),
            Box("b.part", "", _("Part de la formation dans les produits"), Kind.PART, NOT_KNOWN),
            Box("b.due", "", _("À transmettre avant le"), Kind.DAY),
        ),
    )  # fmt: skip


def _income() -> Frame:
    lines = (
        ("1", _("Entreprises, pour la formation de leurs salariés"), NONE_SIGNED),
        ("2", _("Organismes gestionnaires des fonds de la formation"), NOT_KNOWN),
        ("3", _("Pouvoirs publics, pour la formation de leurs agents"), NONE_SIGNED),
        ("4", _("Instances européennes"), NOT_KNOWN),
        ("5", _("État, pour des publics spécifiques"), NOT_KNOWN),
        ("6", _("Conseils régionaux, pour des publics spécifiques"), NOT_KNOWN),
        ("7", _("France Travail"), NOT_KNOWN),
        ("8", _("Autres ressources publiques"), NOT_KNOWN),
        ("9", _("Personnes à titre individuel et à leurs frais"), NOT_KNOWN),
        ("10", _("Autres organismes de formation"), NOT_KNOWN),
        ("11", _("Autres produits au titre de la formation"), NOT_KNOWN),
    )
    boxed = tuple(
        Box(f"c.{number}", number, label, Kind.EUROS, note) for number, label, note in lines
    )
    return Frame("c", _("C. Produits, hors taxes, par origine"), boxed, (Kind.EUROS,))


def _costs() -> Frame:
    return Frame(
        "d", _("D. Charges"),
        (
            Box("d.total", "", _("Charges liées à la formation"), Kind.EUROS, NOT_KNOWN),
            Box("d.wages", "", _("dont salaires des formateurs"), Kind.EUROS, NOT_KNOWN),
            Box("d.bought", "", _("dont achats et honoraires"), Kind.EUROS, NOT_KNOWN),
        ),
    )  # fmt: skip


def _teachers() -> Frame:
    return Frame(
        "e", _("E. Personnes dispensant des heures de formation"),
        (
            *_pair("e.own", "", _("Personnes de l’organisme")),
            *_pair("e.outside", "", _("Personnes extérieures, en sous-traitance"), OUTSIDE),
        ),
        (Kind.COUNT, Kind.HOURS),
    )  # fmt: skip


def _teaching() -> tuple[Frame, ...]:
    none = _("La plateforme ne suit aucune personne de cette sorte : saisissez-en au besoin.")
    kinds = (
        ("a", _("Salariés d’employeurs privés, hors apprentis"), ""),
        ("b", _("Apprentis"), none),
        ("c", _("Personnes en recherche d’emploi"), none),
        ("d", _("Particuliers à leurs propres frais"), none),
        ("e", _("Autres stagiaires (agents publics)"), ""),
    )
    trainees = tuple(
        box for key, label, note in kinds for box in _pair(f"f1.{key}", key, label, note)
    )
    objectives = tuple(
        box
        for letter, objective in zip("abcdef", Objective, strict=True)
        for box in _pair(f"f3.{objective}", letter, objective.label)
    )
    adds = (Kind.COUNT, Kind.HOURS)
    return (
        Frame("f1", _("F-1. Type de stagiaires"), trainees, adds),
        Frame(
            "f2", _("F-2. Dont confié à un autre organisme"),
            _pair("f2", "", _("Stagiaires dont la formation est sous-traitée"), NOT_TRACKED),
        ),
        Frame("f3", _("F-3. Objectif des formations"), objectives, adds),
        Frame(
            "g", _("G. Confié par un autre organisme"),
            _pair("g", "", _("Stagiaires confiés par un autre organisme"), NOT_TRACKED),
        ),
    )  # fmt: skip


def _head() -> Frame:
    return Frame(
        "h", _("H. Personne ayant qualité de dirigeant"),
        (
            Box("h.name", "", _("Nom et prénom"), Kind.TEXT),
            Box("h.quality", "", _("Qualité"), Kind.TEXT),
        ),
    )  # fmt: skip
