"""The words for what is found of a file: one sentence for each finding, one for each detail."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from certificates.awards.models import Award
from certificates.awards.wording import grouped_code
from certificates.sealing.judgement import Finding, Judgement

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Said:
    """What the page says of a file: tone, icon, title, sentence, then details."""

    tone: str
    icon: str
    title: Text
    sentence: Text
    details: Sequence[Text] = ()
    is_genuine: bool = False


# Tone, icon, title, sentence.
SENTENCES: dict[Finding, tuple[str, str, Text, Text]] = {
    Finding.GENUINE: (
        "good", "file-check", gettext_lazy("Fichier authentique"),
        gettext_lazy("Ce fichier est, à l’octet près, celui que nous avons délivré."),
    ),
    Finding.CHANGED: (
        "bad", "file-warning", gettext_lazy("Ce fichier a été modifié"),
        gettext_lazy("Des octets ont changé sous notre cachet depuis que nous l’avons posé."),
    ),
    Finding.SEAL_BROKEN: (
        "bad", "file-warning", gettext_lazy("Le cachet de ce fichier est faux ou abîmé"),
        gettext_lazy("Le cachet lui-même a été touché : il ne se vérifie plus."),
    ),
    Finding.ADDED: (
        "bad", "file-warning", gettext_lazy("Quelque chose a été ajouté à ce fichier"),
        gettext_lazy("Notre cachet n’autorise aucun ajout, et le fichier continue après lui."),
    ),
    Finding.CUT: (
        "bad", "file-warning", gettext_lazy("Il manque la fin de ce fichier"),
        gettext_lazy("Son cachet couvre plus d’octets que le fichier n’en contient."),
    ),
    Finding.RESAVED: (
        "bad", "file-warning", gettext_lazy("Ce fichier a été enregistré de nouveau"),
        gettext_lazy(
            "Un logiciel l’a réécrit : les octets que protégeait son cachet ne sont plus à leur "
            "place."
        ),
    ),
    Finding.SEAL_GONE: (
        "bad", "file-warning", gettext_lazy("Ce fichier ne porte plus notre cachet"),
        gettext_lazy(
            "Nous l’avions délivré scellé. Celui-ci a été refait, scanné, imprimé en PDF, ou son "
            "cachet a été retiré."
        ),
    ),
    Finding.SEALED_BY_ANOTHER: (
        "bad", "stamp", gettext_lazy("Ce cachet n’est pas le nôtre"),
        gettext_lazy("Le fichier est scellé par quelqu’un d’autre que l’organisme."),
    ),
    Finding.NOT_THE_KEPT: (
        "bad", "file-warning", gettext_lazy("Ce fichier n’est pas celui que nous avons délivré"),
        gettext_lazy("Il diffère de celui que nous gardons, et seul celui-là fait foi."),
    ),
    Finding.NOT_OURS: (
        "none", "search-x", gettext_lazy("Ce document ne vient pas de nous"),
        gettext_lazy("Ce PDF ne porte aucun de nos codes, ni notre cachet."),
    ),
    Finding.NOT_A_PDF: (
        "none", "circle-x", gettext_lazy("Ce fichier n’est pas un PDF"),
        gettext_lazy(
            "Choisissez le PDF reçu. D’un document imprimé ou photographié, tapez plutôt le code."
        ),
    ),
    Finding.UNREADABLE: (
        "none", "circle-x", gettext_lazy("Ce PDF ne se lit pas"),
        gettext_lazy(
            "Il est abîmé, protégé par un mot de passe ou démesuré. Demandez-le de nouveau, ou "
            "tapez le code du document."
        ),
    ),
}  # fmt: skip

FACTS: dict[str, Text] = {
    "beneficiary": gettext_lazy("la personne"),
    "title": gettext_lazy("l’intitulé"),
    "nature": gettext_lazy("la nature"),
    "provider": gettext_lazy("l’organisme"),
    "signatory": gettext_lazy("le signataire"),
    "starts_on": gettext_lazy("les dates"),
    "ends_on": gettext_lazy("les dates"),
    "minutes_planned": gettext_lazy("la durée"),
    "minutes_attended": gettext_lazy("la durée"),
    "place": gettext_lazy("le lieu"),
    "issued_on": gettext_lazy("la date de délivrance"),
    "serial": gettext_lazy("le numéro"),
    "code": gettext_lazy("le code"),
    "kind": gettext_lazy("la sorte de document"),
}


def said_of(judgement: Judgement, award: Award | None, others: Sequence[Award]) -> Said:
    """Return what the page says of a judged file."""
    tone, icon, title, sentence = SENTENCES[judgement.finding]
    if judgement.finding == Finding.GENUINE:
        holds = award is not None and award.revoked_at is None
        return Said(tone if holds else "warn", icon, title, sentence, is_genuine=True)
    return Said(tone, icon, title, sentence, [*_details(judgement, others)])


def too_heavy(limit: int) -> Said:
    """Return what is said of a file that is not even read."""
    sentence = _("Il pèse plus de %(limit)s Mo ; nos documents pèsent moins d’un mégaoctet.")
    return Said(
        "none", "circle-x", _("Ce fichier est trop lourd"), sentence % {"limit": limit // 1024**2}
    )


def _details(judgement: Judgement, others: Sequence[Award]) -> Iterator[str]:
    yield from _of_the_seal(judgement)
    yield from _of_the_page(judgement)
    yield from _of_the_attachments(judgement)
    for other in others:
        told = _("Il porte aussi le code d’un autre document : %(code)s.")
        yield told % {"code": grouped_code(other.code)}
    if judgement.is_damaged:
        yield _("Sa structure est abîmée.")


def _of_the_seal(judgement: Judgement) -> Iterator[str]:
    if judgement.added:
        yield ngettext(
            "%(count)s octet suit notre cachet.", "%(count)s octets suivent notre cachet.",
            judgement.added,
        ) % {"count": judgement.added}  # fmt: skip
    if judgement.signer and judgement.finding == Finding.SEALED_BY_ANOTHER:
        yield _("Ce cachet dit être celui de « %(signer)s ».") % {"signer": judgement.signer}
    elif judgement.signer and judgement.finding != Finding.NOT_OURS:
        told = _("Un autre cachet a été posé, qui dit être celui de « %(signer)s ».")
        yield told % {"signer": judgement.signer}


def _of_the_page(judgement: Judgement) -> Iterator[str]:
    if judgement.words:
        words = ", ".join(f"« {words} »" for words in judgement.words)
        yield _("La page dit ce que notre document ne dit pas : %(words)s.") % {"words": words}
    if judgement.lacks_words:
        yield _("Des mots de notre document manquent sur la page.")
    for host in judgement.hosts:
        told = _("Son lien de vérification mène à %(host)s, qui n’est pas ce site.")
        yield told % {"host": host}
    if judgement.pages > 1 and judgement.finding not in {Finding.NOT_OURS, Finding.UNREADABLE}:
        yield _("Il a %(pages)s pages ; notre document en a une.") % {"pages": judgement.pages}


def _of_the_attachments(judgement: Judgement) -> Iterator[str]:
    if judgement.facts == "removed":
        yield _("Les faits joints au document (facts.json) ont été retirés.")
    elif judgement.facts == "unreadable":
        yield _("Les faits joints au document (facts.json) ne se lisent plus.")
    elif judgement.facts == "changed":
        names = dict.fromkeys(
            str(FACTS.get(name, _("d’autres points"))) for name in judgement.changed
        )
        told = _("Les faits joints (facts.json) ont été remplacés : ils diffèrent sur %(names)s.")
        yield told % {"names": ", ".join(names)}
    if judgement.others_attached:
        names_of = ", ".join(judgement.others_attached)
        yield _("Des pièces ont été jointes, qui ne sont pas de nous : %(names)s.") % {
            "names": names_of
        }
