"""What is aimed at in parts, and two scenarios that were kept: one is followed since the spring."""

from datetime import date, datetime, timedelta

from accounts.organisations.models import Organisation
from accounts.users.enums import Versant
from accounts.users.models import User
from learning.figures.queries import figures_of
from learning.plans.models import Plan
from learning.plans.queries import held_of
from learning.plans.whatif import Scenario, outcome_of
from learning.targets.enums import ScopeKind, Trajectory
from learning.targets.models import Target

DECEMBER, LAST_DAY = 12, 31
KEPT = ((260, "Cinq cohortes par trimestre", 5), (20, "Une cohorte de plus", 6))


def write_parts(administrator: User, manager: User, school: Organisation, main: Target) -> None:
    """Give the programme's target its years, a school and a branch; they are counted later."""
    years = range(main.starts_on.year, main.ends_on.year + 1)
    share = main.count // (len(years) - 1)
    Target.objects.bulk_create(
        Target(
            name=f"Année {year}", count=share, counts_as=main.counts_as, parent=main,
            starts_on=max(date(year, 1, 1), main.starts_on),
            ends_on=min(date(year, DECEMBER, LAST_DAY), main.ends_on), owner=administrator,
            trajectory=Trajectory.PLANNED,
        )
        for year in years
    )  # fmt: skip
    Target.objects.create(
        name=f"{school.name} : 300 personnes inscrites", count=300, counts_as=main.counts_as,
        starts_on=main.starts_on, ends_on=main.ends_on, parent=main, owner=manager,
        scope_kind=ScopeKind.SCHOOL, scope_value=str(school.pk),
    )  # fmt: skip
    Target.objects.create(
        name="Un quart d’hospitaliers", count=main.count // 4, counts_as=main.counts_as,
        starts_on=main.starts_on, ends_on=main.ends_on, parent=main,
        scope_kind=ScopeKind.VERSANT, scope_value=Versant.FPH,
    )  # fmt: skip


def write_plans(administrator: User, main: Target, now: datetime) -> None:
    """Keep scenarios as they were worked out on past days, from what was known then."""
    main.refresh_from_db()
    for days, name, cohorts in KEPT:
        at = now - timedelta(days=days)
        held, figures = held_of(main, at), figures_of(main, at=at)
        was = held.scenario
        scenario = Scenario(
            cohorts=cohorts, places=was.places, fill=was.fill, completion=was.completion,
            fresh=was.fresh,
        )  # fmt: skip
        found = outcome_of(
            scenario, missing=main.count - figures.people, on=figures.on, yields=held.yields
        )
        Plan.objects.create(
            target=main, name=name, cohorts=cohorts, places=was.places, fill=was.fill,
            completion=was.completion, fresh=was.fresh, made_on=figures.on,
            count_then=figures.people, goal_then=main.count, reaches_on=found.reaches_on,
            earliest_on=found.earliest, latest_on=found.latest, made_by=administrator, made_at=at,
        )  # fmt: skip
