"""What the platform knows of a year's return, and what each figure is made of."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, DurationField, ExpressionWrapper, F, Max, Min, Q, QuerySet, Sum
from django.utils import timezone

from accounts.organisations.enums import OrganisationKind
from accounts.organisations.models import Organisation
from accounts.users.enums import Versant
from accounts.users.models import User
from learning.annual.enums import Objective
from learning.annual.models import Declaration, Entry
from learning.cohorts.enums import NOT_HELD
from learning.cohorts.models import Cohort, HalfDay
from learning.conventions.models import Convention
from learning.counting.models import CountedVerdict, CountedVerdictQuerySet
from modules.programmes.enums import CountsAs
from modules.programmes.models import Module

K = TypeVar("K")
MINUTES = 60
CENTS = 100
# 30 April; put off some years: the box is then filled in.
DUE = (4, 30)
PRIVATE = (OrganisationKind.ASSOCIATION, OrganisationKind.OTHER)


@dataclass(frozen=True, slots=True)
class Amount:
    """So many people, for so many minutes."""

    people: int = 0
    minutes: int = 0

    def plus(self, other: "Amount") -> "Amount":
        """Return both together."""
        return Amount(self.people + other.people, self.minutes + other.minutes)


@dataclass(frozen=True, slots=True)
class Speciality:
    """A line of box F-4: the modules declared under a code, or under none yet."""

    code: str
    modules: tuple[Module, ...]
    amount: Amount
    hours: int


@dataclass(frozen=True, slots=True)
class Known:
    """What the platform knows of a year, by box; `specialities` are the lines of box F-4."""

    values: dict[str, str | int | date] = field(default_factory=dict)
    specialities: tuple[Speciality, ...] = ()


def verdicts_of_year(year: int) -> CountedVerdictQuerySet:
    """Return who came to a training that ended that year, as the record of figures holds it.

    Who came to two is there twice, as the form asks; awareness days are no training action.
    """
    return (
        CountedVerdict.objects.standing()
        .filter(effective_on__year=year, minutes__gt=0)
        .exclude(counts_as=CountsAs.SENSITISED)
    )


def known_of(year: int) -> Known:
    """Return what the platform knows of the return of a year; the same few queries at any scale."""
    values: dict[str, str | int | date] = {}
    values |= _identity()
    values |= {
        "b.from": date(year, 1, 1), "b.to": date(year, 12, 31), "b.due": date(year + 1, *DUE),
    }  # fmt: skip
    values |= _income(year)
    values |= _teachers(year)
    by_kind, by_module = _trainees(year)
    specialities, objectives = _declared(by_module)
    for frame, amounts in (("f1", by_kind), ("f3", objectives)):
        hours = whole_hours(amounts)
        for key, amount in amounts.items():
            values |= {f"{frame}.{key}.people": amount.people, f"{frame}.{key}.hours": hours[key]}
    return Known(values, specialities)


def whole_hours(amounts: Mapping[K, Amount]) -> dict[K, int]:
    """Return the whole hours of each, which add up to those of all: the largest takes the rest.

    The form is refused where two of its frames have different totals.
    """
    hours = {key: amount.minutes // MINUTES for key, amount in amounts.items()}
    if hours:
        largest = max(amounts, key=lambda key: amounts[key].minutes)
        total = sum(amount.minutes for amount in amounts.values()) // MINUTES
        hours[largest] += total - sum(hours.values())
    return hours


def _identity() -> dict[str, str | int | date]:
    provider = Organisation.objects.provider()
    told = {
        "a.name": provider.name, "a.number": provider.activity_number,
        "a.siret": provider.siret or "", "a.address": provider.address,
        "h.name": provider.signatory_name, "h.quality": provider.signatory_quality,
    }  # fmt: skip
    return {key: value for key, value in told.items() if value}


def signed_conventions(year: int) -> QuerySet[Convention]:
    """Return the conventions in force, signed, of the cohorts that ended that year."""
    return (
        Convention.objects.signed()
        .in_force()
        .filter(cohort__ends_on__year=year)
        .exclude(cohort__state__in=NOT_HELD)
        .select_related("organisation", "cohort")
        .order_by("-cohort__ends_on", "number")
    )


def leading_to(verdicts: CountedVerdictQuerySet, objective: Objective) -> CountedVerdictQuerySet:
    """Return the verdicts of modules declared so; one that nobody declared leads to no title."""
    if objective == Objective.OTHER:
        otherwise = Declaration.objects.exclude(objective=objective)
        return verdicts.exclude(module__in=otherwise.values("module"))
    declared = Declaration.objects.filter(objective=objective)
    return verdicts.filter(module__in=declared.values("module"))


def is_private(kind: str, versant: str) -> bool:
    """Return whether an employer is private: neither an administration, nor of a public branch."""
    return kind in PRIVATE and versant == Versant.OTHER


def of_public_agents(
    verdicts: CountedVerdictQuerySet, *, is_public: bool
) -> CountedVerdictQuerySet:
    """Return the verdicts of people whose employer is public, or of the others."""
    private = Q(employer_kind__in=PRIVATE, versant=Versant.OTHER)
    return verdicts.exclude(private) if is_public else verdicts.filter(private)


def income_line(convention: Convention) -> str:
    """Return which line of box C what a convention brings goes in."""
    paying = convention.organisation
    return "c.1" if is_private(paying.kind, paying.versant) else "c.3"


def _income(year: int) -> dict[str, str | int | date]:
    cents: dict[str, int] = defaultdict(int)
    for convention in signed_conventions(year):
        cents[income_line(convention)] += convention.facts["total_cents"]
    return {line: sum_ // CENTS for line, sum_ in cents.items()}


def half_days_given(year: int) -> QuerySet[HalfDay]:
    """Return the half-days of training that were held that year: those countersigned."""
    here = timezone.get_default_timezone()
    first, last = (datetime.combine(date(at, 1, 1), time.min, here) for at in (year, year + 1))
    return HalfDay.objects.filter(
        starts_at__gte=first, starts_at__lt=last, countersignature__isnull=False
    ).exclude(cohort__revision__edition__module__format__counts_as=CountsAs.SENSITISED)


_LASTS = ExpressionWrapper(F("ends_at") - F("starts_at"), output_field=DurationField())


def hours_by_trainer(year: int) -> dict[UUID, timedelta]:
    """Return how long each trainer taught: a half-day counts for each of the cohort's team."""
    rows = (
        half_days_given(year)
        .filter(cohort__trainers__isnull=False)
        .order_by()
        .values_list("cohort__trainers")
        .annotate(lasted=Sum(_LASTS))
    )
    return dict(rows)


def _teachers(year: int) -> dict[str, str | int | date]:
    taught = hours_by_trainer(year)
    total = sum(taught.values(), timedelta())
    return {"e.own.people": len(taught), "e.own.hours": int(total.total_seconds() // 3600)}


def _trainees(year: int) -> tuple[dict[str, Amount], dict[UUID, Amount]]:
    by_kind: dict[str, Amount] = defaultdict(Amount, {"a": Amount(), "e": Amount()})
    by_module: dict[UUID, Amount] = defaultdict(Amount)
    rows = (
        verdicts_of_year(year)
        .order_by()
        .values_list("module", "employer_kind", "versant")
        .annotate(n=Count("pk"), spent=Sum("minutes"))
    )
    for module, kind, versant, people, minutes in rows:
        amount = Amount(people, minutes)
        letter = "a" if is_private(kind, versant) else "e"
        by_kind[letter] = by_kind[letter].plus(amount)
        by_module[module] = by_module[module].plus(amount)
    return by_kind, by_module


def _declared(
    by_module: dict[UUID, Amount],
) -> tuple[tuple[Speciality, ...], dict[str, Amount]]:
    modules = Module.objects.filter(pk__in=by_module).order_by("title")
    declared = Declaration.objects.in_bulk(list(by_module))
    objectives: dict[str, Amount] = {objective.value: Amount() for objective in Objective}
    codes: dict[str, list[Module]] = defaultdict(list)
    for module in modules:
        said = declared.get(module.pk)
        objective = said.objective if said else Objective.OTHER.value
        objectives[objective] = objectives[objective].plus(by_module[module.pk])
        codes[said.speciality if said else ""].append(module)
    amounts = {code: _sum(by_module[one.pk] for one in taught) for code, taught in codes.items()}
    hours = whole_hours(amounts)
    lines = [
        Speciality(code, tuple(taught), amounts[code], hours[code])
        for code, taught in codes.items()
    ]
    lines.sort(key=lambda line: (-line.amount.minutes, line.code))
    return tuple(lines), objectives


def _sum(amounts: Iterable[Amount]) -> Amount:
    total = Amount()
    for amount in amounts:
        total = total.plus(amount)
    return total


def entries_of(year: int) -> dict[str, Entry]:
    """Return what was last entered in each box of a year; an emptied box is not there."""
    last = Entry.objects.filter(year=year).order_by().values("box").annotate(last=Max("pk"))
    rows = Entry.objects.filter(pk__in=last.values("last")).select_related("entered_by")
    return {row.box: row for row in rows if row.value}


def cohorts_behind(verdicts: CountedVerdictQuerySet) -> list[tuple[Cohort, Amount]]:
    """Return the cohorts that these verdicts come from, the last one first."""
    rows = verdicts.order_by().values_list("cohort").annotate(n=Count("pk"), spent=Sum("minutes"))
    found = {cohort: Amount(people, minutes) for cohort, people, minutes in rows}
    cohorts = (
        Cohort.objects.filter(pk__in=found)
        .select_related("venue", "revision__edition__module")
        .order_by("-ends_on", "code")
    )
    return [(cohort, found[cohort.pk]) for cohort in cohorts]


def trainers_behind(year: int) -> list[tuple[User, int]]:
    """Return who taught that year and how many minutes, who taught most first."""
    taught = hours_by_trainer(year)
    people = User.objects.in_bulk(list(taught))
    rows = [(people[key], int(lasted.total_seconds() // 60)) for key, lasted in taught.items()]
    return sorted(rows, key=lambda row: (-row[1], row[0].last_name))


def years_known() -> list[int]:
    """Return the years there is something to tell of, the last one first."""
    this = timezone.localdate().year
    first = CountedVerdict.objects.standing().aggregate(day=Min("effective_on"))["day"]
    return list(range(this, min(first.year if first else this, this) - 1, -1))
