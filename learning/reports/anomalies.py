"""What a sheet shows that somebody should look at. Pure: over facts already at hand."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frontend.formats import hour
from learning.attendance.enums import MarkMethod
from learning.attendance.models import is_sealed
from learning.cohorts.models import HalfDay
from learning.cohorts.queries import holiday_on
from learning.reports.anomaly_facts import Facts, Stay
from learning.reports.enums import WHAT_TO_DO, AnomalyKind

FEWEST_AT_ONCE, PART_AT_ONCE = 5, 0.8
SEALED_LATE = timedelta(hours=48)
# Signing closes about then: before, the sheet is still being made.
LEFT_OPEN = timedelta(minutes=30)
CLOCK_OFF = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Anomaly:
    """What is odd about a half-day, in a sentence, and who or what it is about."""

    kind: AnomalyKind
    half_day: HalfDay
    sentence: str
    rows: tuple[str, ...] = ()

    @property
    def to_do(self) -> str | Promise:
        """Return what to do of it."""
        return WHAT_TO_DO[self.kind]


def anomalies_of(facts: Facts, at: datetime) -> list[Anomaly]:
    """Return what is odd about half-days, as of `at`, in the order they came."""
    found: list[Anomaly] = []
    for half in facts.halves:
        for look in (
            _signed_twice, _same_minute, _two_rooms, _above_room, _trainer_twice, _holiday, _clock
        ):  # fmt: skip
            found += look(half, facts)
        found += _seal(half, at)
    return found


def _signed_twice(half: HalfDay, facts: Facts) -> Iterator[Anomaly]:
    names = {mark.enrolment: mark.name for mark in facts.marks.get(half.pk, ())}
    rows = []
    for enrolment, name in sorted(names.items(), key=lambda item: item[1]):
        acts = facts.acts.get((half.pk, enrolment), set())
        if len(acts) > 1:
            methods = sorted({str(MarkMethod(method).label) for method, _device in acts})
            devices = len({device for _method, device in acts if device})
            said = ", ".join(methods)
            if devices > 1:
                said = _("%(said)s (%(n)s appareils)") % {"said": said, "n": devices}
            rows.append(f"{name} : {said}")
    if rows:
        said = ngettext(
            "%(n)s personne a signé deux fois, de deux endroits",
            "%(n)s personnes ont signé deux fois, de deux endroits", len(rows),
        )  # fmt: skip
        yield Anomaly(AnomalyKind.SIGNED_TWICE, half, said % {"n": len(rows)}, tuple(rows))


def _same_minute(half: HalfDay, facts: Facts) -> Iterator[Anomaly]:
    zone = half.cohort.venue.zone
    signed = [mark.signed_at for mark in facts.marks.get(half.pk, ()) if mark.signed_at]
    if not signed:
        return
    minutes = Counter(at.replace(second=0, microsecond=0) for at in signed)
    minute, most = minutes.most_common(1)[0]
    if most >= FEWEST_AT_ONCE and most >= PART_AT_ONCE * len(signed):
        said = _("%(n)s signatures sur %(total)s portent la même minute, %(at)s")
        told = {"n": most, "total": len(signed), "at": hour(minute.astimezone(zone))}
        yield Anomaly(AnomalyKind.SAME_MINUTE, half, said % told)


def _two_rooms(half: HalfDay, facts: Facts) -> Iterator[Anomaly]:
    rows = []
    for mark in facts.marks.get(half.pk, ()):
        if mark.is_there:
            others = _elsewhere(facts.presences.get(mark.person, []), half)
            rows += [f"{mark.name} : {other.cohort}" for other in others]
    if rows:
        said = ngettext(
            "%(n)s personne est aussi présente ailleurs au même moment",
            "%(n)s personnes sont aussi présentes ailleurs au même moment", len(rows),
        )  # fmt: skip
        yield Anomaly(AnomalyKind.TWO_ROOMS, half, said % {"n": len(rows)}, tuple(sorted(rows)))


def _elsewhere(stays: list[Stay], half: HalfDay) -> list[Stay]:
    return [
        stay for stay in stays
        if stay.half_day != half.pk
        and stay.starts_at < half.ends_at and half.starts_at < stay.ends_at
    ]  # fmt: skip


def _above_room(half: HalfDay, facts: Facts) -> Iterator[Anomaly]:
    there = sum(mark.is_there for mark in facts.marks.get(half.pk, ()))
    capacity = half.cohort.venue.capacity
    if there > capacity:
        said = _("%(n)s personnes présentes dans une salle de %(capacity)s places")
        yield Anomaly(AnomalyKind.ABOVE_ROOM, half, said % {"n": there, "capacity": capacity})


def _trainer_twice(half: HalfDay, facts: Facts) -> Iterator[Anomaly]:
    rows = [
        f"{trainer.display_name} : {other.cohort}"
        for trainer in half.cohort.trainers.all()
        for other in _elsewhere(facts.duties.get(trainer.pk, []), half)
    ]
    if rows:
        said = _("L’équipe de formation est attendue ailleurs au même moment")
        yield Anomaly(AnomalyKind.TRAINER_TWICE, half, said, tuple(sorted(rows)))


def _holiday(half: HalfDay, facts: Facts) -> Iterator[Anomaly]:  # noqa: ARG001 - like the others
    venue = half.cohort.venue
    name = holiday_on(venue, half.starts_at.astimezone(venue.zone).date())
    if name:
        yield Anomaly(AnomalyKind.HOLIDAY, half, _("Ce jour est férié : %(name)s") % {"name": name})


def _clock(half: HalfDay, facts: Facts) -> Iterator[Anomaly]:
    rows = [
        _("« %(name)s » : %(minutes)s min %(way)s") % {
            "name": name, "minutes": abs(offset) // 60_000,
            "way": _("de retard") if offset > 0 else _("d’avance"),
        }
        for name, offset in sorted(facts.clocks.get(half.pk, {}).items())
        if timedelta(milliseconds=abs(offset)) > CLOCK_OFF
    ]  # fmt: skip
    if rows:
        said = _("L’horloge d’un appareil de la salle n’était pas à l’heure")
        yield Anomaly(AnomalyKind.CLOCK, half, said, tuple(rows))


def _seal(half: HalfDay, at: datetime) -> Iterator[Anomaly]:
    if not is_sealed(half):
        if half.ends_at + LEFT_OPEN < at:
            yield Anomaly(
                AnomalyKind.UNSEALED, half, _("Finie %(since)s, pas contresignée") % {
                    "since": _ago(at - half.ends_at),
                },
            )  # fmt: skip
        return
    seal = half.countersignature
    late = seal.signed_at - half.ends_at
    if late > SEALED_LATE:
        said = _("Contresignée %(days)s jours après sa fin, par %(name)s")
        told = {"days": late.days, "name": seal.trainer.display_name}
        yield Anomaly(AnomalyKind.SEALED_LATE, half, said % told)


def _ago(span: timedelta) -> str:
    if span.days:
        return ngettext("depuis %(n)s jour", "depuis %(n)s jours", span.days) % {"n": span.days}
    hours = max(int(span.total_seconds() // 3600), 1)
    return ngettext("depuis %(n)s heure", "depuis %(n)s heures", hours) % {"n": hours}
