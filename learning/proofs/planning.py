"""What a pack will hold, folder by folder, and what it will lack: known before it is made."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from learning.proofs.enums import Folder
from learning.proofs.evidence import FILES
from learning.proofs.gaps import Gap, gaps_of
from learning.proofs.reading import Facts

# Beside the folders: the cover, the manifest, the sums.
BESIDE = 3
HOLDS: Mapping[Folder, str | Promise] = {
    Folder.PROGRAMME: _(
        "La fiche publiée avant l’inscription et le programme des journées, dans la révision que "
        "la cohorte suit."
    ),
    Folder.CONVENTIONS: _("Chaque convention dans la version qui vaut, et leur suivi."),
    Folder.CONVOCATIONS: _("Une convocation par personne, telle que la plateforme l’envoie."),
    Folder.SHEETS: _(
        "Une feuille par journée, avec la contresignature et l’empreinte du registre ; les "
        "feuilles signées à la main qui ont été versées."
    ),
    Folder.EVIDENCE: _(
        "Toutes les lignes du registre, en tableau et en texte à recalculer ; les copies gardées "
        "hors de la base ; ce que la relecture a trouvé."
    ),
    Folder.RESULTS: _("Qui avait une place ; chaque demi-journée ; chaque résultat et sa raison."),
    Folder.AWARDS: _("Les titres qui tiennent, tels que délivrés, et la liste de tous."),
    Folder.MESSAGES: _("Ce qui a été envoyé, à qui, quand. Les textes ne sont pas gardés."),
    Folder.QUALITY: _("Les indicateurs du référentiel et les dossiers qui y répondent."),
}


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of the pack: what it holds, how many files, what it lacks."""

    folder: Folder
    count: int
    gaps: list[Gap]

    @property
    def number(self) -> str:
        """Return "01"."""
        return self.folder.value[:2]

    @property
    def holds(self) -> str | Promise:
        """Return what it holds, in words."""
        return HOLDS[self.folder]


def shelves(counts: Mapping[str, int], gaps: Iterable[Gap]) -> list[Shelf]:
    """Return the folders in their order, with their gaps."""
    listed = list(gaps)
    return [
        Shelf(one, counts.get(one, 0), [gap for gap in listed if gap.folder == one])
        for one in Folder
    ]


def planned(facts: Facts) -> list[Shelf]:
    """Return what the pack of these facts will hold and lack."""
    ready = sum(award.is_ready for _one, award in facts.valid_awards)
    counts: dict[str, int] = {
        Folder.PROGRAMME: 2,
        Folder.CONVENTIONS: len(facts.conventions) + 1,
        Folder.CONVOCATIONS: len(facts.people),
        Folder.SHEETS: len(facts.cohort.days) + sum(one.files for one in facts.scans),
        Folder.EVIDENCE: len(FILES),
        Folder.RESULTS: 3,
        Folder.AWARDS: ready + 1,
        Folder.MESSAGES: 1,
        Folder.QUALITY: 1,
    }
    return shelves(counts, gaps_of(facts))
