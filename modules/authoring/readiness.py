"""What a draft still lacks before it is published: what must, and what should, be mended."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from modules.authoring.bodies import body_of
from modules.commons.enums import Licence
from modules.commons.licences import from_h5p, objection
from modules.commons.models import Asset
from modules.contents.models import ContentVersion
from modules.programmes.enums import ActivityKind, Phase
from modules.programmes.models import Activity, Day, Module, Revision, Sequence
from modules.programmes.sheets import read_sheet
from modules.programmes.timetable import end_of, minute_of, overlaps

# The six phases belong to a whole module: a day or a workshop may do with fewer.
DAYS_OF_A_WHOLE_MODULE = 3
NAMED_FIRST = 3
SHEET_NEEDS = (
    "title", "summary", "prerequisites", "audience", "methods", "assessment", "access_delay",
    "price", "contact_name", "contact_email",
)  # fmt: skip


class Place(NamedTuple):
    """Where to mend something: a field of the sheet, or a block by its kind and key; and why."""

    words: str
    kind: str
    key: int | str
    lineage: UUID | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing looked at. It is met when no place lacks it; `head` says what they lack."""

    code: str
    head: str
    sentence: str
    is_blocking: bool = True
    places: tuple[Place, ...] = ()

    @property
    def is_met(self) -> bool:
        """Return whether nothing is left to do."""
        return not self.places


@dataclass(frozen=True, slots=True)
class _Read:
    """A revision as the points look at it, read once."""

    revision: Revision
    sheet: dict[str, Any]
    days: list[Day]
    sequences: list[Sequence]
    activities: list[Activity]


def readiness(revision: Revision) -> list[Point]:
    """Return all that is looked at, met or not, in as many queries whatever the revision's size."""
    read = _read(revision)
    points: list[Callable[[_Read], Point | None]] = [
        _objectives, _sheet, _disability, _days, _clock, _half_days, _phases, _pictures, _captions,
        _contents, _licences, _mixing, _links,
    ]  # fmt: skip
    return [point for look in points if (point := look(read)) is not None]


def _read(revision: Revision) -> _Read:
    tree = Revision.objects.with_tree().select_related("edition__module__format")
    held = tree.prefetch_related(
        "days__sequences__activities__asset",
        "days__sequences__activities__captions",
        "days__sequences__activities__content_version",
    ).get(pk=revision.pk)
    days = list(held.days.all())
    sequences = [one for day in days for one in day.sequences.all()]
    activities = [one for sequence in sequences for one in sequence.activities.all()]
    return _Read(held, read_sheet(held), days, sequences, activities)


def _field(name: str) -> Place:
    label = str(Module._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # noqa: SLF001 - how Django tells a field's words
    return Place(label[:1].upper() + label[1:], "sheet", name)


def _at(block: Day | Sequence | Activity, words: str = "") -> Place:
    kind = type(block).__name__.lower()
    return Place(words or block.title, kind, block.pk, block.lineage)


def _lacking(places: list[Place], met: str, unmet: str) -> str:
    """Return the sentence of a point: what is well, or what is not and where first."""
    if not places:
        return met
    words = [place.why or place.words for place in places[:NAMED_FIRST]]
    more = len(places) - len(words)
    if more:
        words.append(ngettext("et %(n)s autre", "et %(n)s autres", more) % {"n": more})
    return f"{unmet} {', '.join(words)}"


def _point(
    code: str, places: list[Place], met: str, unmet: str, *, is_blocking: bool = True
) -> Point:
    return Point(code, unmet, _lacking(places, met, unmet), is_blocking, tuple(places))


def _objectives(read: _Read) -> Point:
    places = [] if any(read.sheet["objectives"]) else [_field("objectives")]
    return _point("objectives", places, _("Les objectifs sont dits"), _("Il manque :"))


def _sheet(read: _Read) -> Point:
    places = [_field(name) for name in SHEET_NEEDS if not str(read.sheet[name]).strip()]
    return _point("sheet", places, _("La fiche publique est complète"), _("Fiche à compléter :"))


def _disability(read: _Read) -> Point:
    names = ("disability_contact", "disability_text")
    places = [_field(name) for name in names if not str(read.sheet[name]).strip()]
    met = _("L’accessibilité et le ou la référent·e handicap sont dits")
    return _point("disability", places, met, _("Handicap, il manque :"))


def _days(read: _Read) -> Point:
    planned = read.revision.edition.module.format.days
    places = [
        _at(day, _("« %(day)s » n’a pas de séquence") % {"day": day.title})
        for day in read.days if not day.sequences.all()
    ]  # fmt: skip
    if len(read.days) != planned:
        words = ngettext("%(n)s journée", "%(n)s journées", len(read.days)) % {"n": len(read.days)}
        places.append(Place(words, "revision", read.revision.pk))
    met = ngettext("La journée est remplie", "Les %(n)s journées sont remplies", planned)
    unmet = ngettext("%(n)s journée attendue :", "%(n)s journées attendues :", planned)
    return _point("days", places, met % {"n": planned}, unmet % {"n": planned})


def _clock(read: _Read) -> Point:
    places = [
        _at(second, _("« %(first)s » déborde sur « %(second)s »")
            % {"first": first.title, "second": second.title})
        for day in read.days for first, second in overlaps(day.sequences.all())
    ]  # fmt: skip
    return _point("overlaps", places, _("Rien ne se chevauche"), _("Chevauchements :"))


def _half_days(read: _Read) -> Point:
    places = [
        _at(sequence, _("« %(title)s », jour %(n)s") % {"title": sequence.title, "n": day.position})
        for day in read.days for sequence in day.sequences.all() if _overflows(day, sequence)
    ]  # fmt: skip
    met = _("Tout tient dans les demi-journées")
    return _point("half_days", places, met, _("Déborde de sa demi-journée :"), is_blocking=False)


def _overflows(day: Day, sequence: Sequence) -> bool:
    """Return whether a sequence leaves both half-days of its day."""
    starts, ends = minute_of(sequence.starts), end_of(sequence)
    halves = ((day.starts, day.lunch_starts), (day.lunch_ends, day.ends))
    return not any(minute_of(a) <= starts and ends <= minute_of(b) for a, b in halves)


def _phases(read: _Read) -> Point | None:
    if read.revision.edition.module.format.days < DAYS_OF_A_WHOLE_MODULE:
        return None
    there = {sequence.phase for sequence in read.sequences}
    places = [
        Place(str(phase.label).lower(), "revision", read.revision.pk)
        for phase in Phase if phase not in there
    ]  # fmt: skip
    met = _("Les six phases sont présentes")
    return _point("phases", places, met, _("Phases absentes :"), is_blocking=False)


def _pictures(read: _Read) -> Point:
    places = []
    for activity in read.activities:
        pictures = body_of(activity.body).pictures
        if any(not one.alternative and not one.is_decoration for one in pictures):
            places.append(_at(activity))
    met = _("Chaque image a son texte de remplacement")
    return _point("pictures", places, met, _("Image sans texte de remplacement :"))


def _captions(read: _Read) -> Point:
    places = [
        _at(activity) for activity in read.activities
        if activity.kind == ActivityKind.VIDEO and activity.asset_id and not activity.captions_id
    ]  # fmt: skip
    met = _("Chaque film a ses sous-titres")
    return _point("captions", places, met, _("Film sans sous-titres :"))


def _contents(read: _Read) -> Point:
    places = [
        _at(activity) for activity in read.activities
        if activity.kind == ActivityKind.H5P and not activity.content_version_id
    ]  # fmt: skip
    met = _("Chaque activité interactive a son contenu")
    return _point("contents", places, met, _("Activité interactive sans contenu :"))


def _content_licence(version: ContentVersion) -> str:
    return from_h5p(version.licence) or ""


def _licences(read: _Read) -> Point:
    places = [
        _at(activity) for activity in read.activities
        if not activity.licence
        or (activity.content_version and not _content_licence(activity.content_version))
    ]  # fmt: skip
    met = _("Chaque activité et chaque contenu dit sa licence")
    return _point("licences", places, met, _("Sans licence connue :"), is_blocking=False)


def _works(activity: Activity) -> Iterator[tuple[str, str]]:
    """Yield (name, licence) of what an activity puts into the module; a link puts in nothing."""
    if activity.kind != ActivityKind.LINK and activity.licence:
        yield activity.title, activity.licence
    for asset in (activity.asset, activity.captions):
        if asset is not None:
            yield asset.name, asset.licence
    version = activity.content_version
    if version is not None and (licence := _content_licence(version)):
        yield version.title, licence


def mixing_sentence(name: str, part: str, whole: str, reason: str | Promise) -> str:
    """Say why a work may not go into a module, and what to do."""
    said = _(
        "« %(name)s » (%(part)s) ne peut pas entrer dans un module %(whole)s : %(reason)s. "
        "Remplacez-le, demandez une autorisation écrite, mettez un lien, ou changez la licence du "
        "module"
    )
    short = {"part": _short(part), "whole": _short(whole)}
    return said % {"name": name, "reason": reason, **short}


def _short(licence: str) -> str:
    return str(Licence(licence).label) if licence == Licence.RESERVED else licence


def _mixing(read: _Read) -> Point:
    whole = read.sheet["licence"]
    places = []
    for activity in read.activities:
        for name, licence in _works(activity):
            if against := objection(licence, whole):
                words = mixing_sentence(name, licence, whole, against.sentence)
                places.append(_at(activity)._replace(why=words))
    met = _("Les licences vont ensemble")
    return _point("mixing", places, met, _("Licences incompatibles :"))


def _links(read: _Read) -> Point:
    told = [
        (activity, link, _where(link, body.anchors))
        for activity in read.activities if (body := body_of(activity.body))
        for link in body.links
    ]  # fmt: skip
    named = {where for _activity, _link, where in told if isinstance(where, UUID)}
    kept = set(Asset.objects.filter(pk__in=named).values_list("pk", flat=True)) if named else set()
    places = [
        _at(activity, _("« %(title)s » : %(link)s") % {"title": activity.title, "link": link})
        for activity, link, where in told if where is False or where in named - kept
    ]  # fmt: skip
    met = _("Aucun lien interne n’est mort")
    return _point("links", places, met, _("Liens internes morts :"), is_blocking=False)


def _where(link: str, anchors: set[str]) -> bool | UUID:
    """Return whether a link leads somewhere, or the file it names; other sites are not asked."""
    if link.startswith("#"):
        return link[1:] in anchors
    if not link.startswith("/") or link.startswith("//"):
        return True
    try:
        match = resolve(link.split("#", 1)[0].split("?", 1)[0])
    except Resolver404:
        return False
    files = [part for part in match.kwargs.values() if isinstance(part, UUID)]
    return files[0] if match.namespace == "files" and files else True
