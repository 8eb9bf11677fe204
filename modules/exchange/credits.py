"""Whose work a revision is made of: the LICENCE and ATTRIBUTION of what leaves the site."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import override

from modules.commons.enums import Licence
from modules.commons.licences import address_of, from_h5p
from modules.contents.models import ContentVersion
from modules.contents.wording import licence_in_words
from modules.exchange.document import sheet_of, versions_of
from modules.exchange.references import activities_of, assets_of
from modules.programmes.models import Revision


@dataclass(frozen=True, slots=True)
class Credit:
    """What must be said of one part: `licence` "" when nothing we know is declared."""

    sort: str
    title: str
    licence: str
    licence_words: str
    authors: str
    source: str

    @property
    def address(self) -> str:
        """Return where the licence's text is; "" when it has none."""
        return address_of(self.licence) if self.licence else ""


def credit_of_whole(revision: Revision) -> Credit:
    """Return the credit of the module itself."""
    sheet = sheet_of(revision)
    title = f"{sheet['title']}, édition #{revision.edition.number}"
    return _credit("Module", title, sheet)


def credits_of(revision: Revision, *, with_notes: bool = True) -> list[Credit]:
    """Return the credits of the parts: activities, files, interactive contents.

    Those of the trainers' own activities are left out unless `with_notes`.
    """
    shown = [one for one in activities_of(revision) if with_notes or one.audience == "everyone"]
    assets = assets_of(revision, shown).values()
    return [
        *(_credit("Activité", one.title, _fields(one)) for one in shown),
        *_once(
            _credit("Fichier", one.name, _fields(one))
            for one in sorted(assets, key=lambda one: (one.name, one.sha256))
        ),
        *(credit_of_content(one) for one in versions_of(revision, shown)),
    ]


def _once(told: Iterable[Credit]) -> list[Credit]:
    return list(dict.fromkeys(told))


def credit_of_content(version: ContentVersion) -> Credit:
    """Return what an interactive content says of itself."""
    metadata = version.metadata
    code = version.licence
    licence = from_h5p(code)
    authors = [
        str(one.get("name", "")) for one in metadata.get("authors") or [] if isinstance(one, dict)
    ]
    return Credit(
        "Contenu interactif",
        version.title,
        str(licence or ""),
        str(licence.label) if licence else licence_in_words(code),
        ", ".join(filter(None, authors)),
        str(metadata.get("source") or ""),
    )


def _fields(row: Any) -> dict[str, str]:
    return {"licence": row.licence, "authors": row.authors, "source": row.source}


def _credit(sort: str, title: str, told: dict[str, Any]) -> Credit:
    licence = Licence(told["licence"])
    return Credit(sort, title, licence.value, str(licence.label), told["authors"], told["source"])


def licence_text(revision: Revision) -> str:
    """Return the LICENCE file: that of the whole, then the parts that have another one."""
    with override("fr"):
        whole = credit_of_whole(revision)
        lines = [
            f"{whole.title}",
            "",
            f"Licence de l’ensemble : {_licence(whole)}",
            f"Auteurs et autrices : {whole.authors or 'non précisés'}",
        ]
        others = [one for one in credits_of(revision) if one.licence != whole.licence]
        if others:
            lines += ["", "Ces parties ont une autre licence :", ""]
            lines += [f"- {one.sort} « {one.title} » : {_licence(one)}" for one in others]
    return "\n".join(lines) + "\n"


def attribution_text(revision: Revision) -> str:
    """Return the ATTRIBUTION file: title, authors, source and licence of every part."""
    with override("fr"):
        whole, parts = credit_of_whole(revision), credits_of(revision)
        pieces = [_attribution(one) for one in (whole, *parts)]
    return "\n".join(pieces)


def _licence(credit: Credit) -> str:
    return " ".join(filter(None, (credit.licence_words, credit.address)))


def _attribution(credit: Credit) -> str:
    told = (
        ("Auteurs et autrices", credit.authors),
        ("Source", credit.source),
        ("Licence", _licence(credit)),
    )
    lines = [f"{credit.sort} « {credit.title} »"]
    lines += [f"  {label} : {value}" for label, value in told if value]
    return "\n".join(lines) + "\n"
