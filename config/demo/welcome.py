"""A sensitisation day that is held today, in the demo: a hundred and sixty people coming in."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db.models import F

from accounts.organisations.models import Organisation
from accounts.users.models import AgentProfile, User
from config.demo.days import EARLY_AFTERNOON, is_lunch
from learning.attendance.doors import door_of
from learning.attendance.welcome import Arrival, welcome
from learning.cohorts.enums import CohortState, Period
from learning.cohorts.models import Cohort, HalfDay, Venue
from learning.cohorts.services import full_days, plan_cohort
from modules.programmes.models import Revision

CODE = "sensibilisation-du-jour"
EXPECTED = 164
# Two desks, each with its device.
_TABLES = ("5b0f6a52-7a3f-4c52-9a35-1d6f0a7c2e01", "5b0f6a52-7a3f-4c52-9a35-1d6f0a7c2e02")
_BATCH = 20


def plan_day(
    *, revision: Revision, near: Venue, organiser: Organisation, trainers: list[User],
    actor: User, now: datetime,
) -> Cohort:  # fmt: skip
    """Plan the day in the town where the other group of today is, in a hall large enough."""
    hall = Venue.objects.create(
        name="La Grande Salle", address="1 place de l’Hôtel-de-Ville", postal_code=near.postal_code,
        city=near.city, region=near.region, capacity=220, time_zone=near.time_zone,
        access="Entrée par la cour, sous le porche. L’accueil ouvre trois quarts d’heure avant.",
        accessibility="De plain-pied, boucle magnétique, 10 emplacements pour fauteuils.",
    )  # fmt: skip
    cohort = plan_cohort(
        actor=actor, code=CODE, title=f"{near.city}, les cadres de la Ville", revision=revision,
        venue=hall, organiser=organiser, half_days=full_days([now.astimezone(hall.zone).date()]),
        trainers=trainers, places=(150, 200),
    )  # fmt: skip
    if is_lunch(hall.zone, now):
        cohort.half_days.filter(period=Period.AFTERNOON).update(
            starts_at=F("starts_at") - EARLY_AFTERNOON, ends_at=F("ends_at") - EARLY_AFTERNOON
        )
    return Cohort.objects.for_lists().prefetch_related("half_days").get(pk=cohort.pk)


def fill_day(demo: Any) -> Cohort:
    """Write the day and who is expected; the demo writes them with all the others."""
    today = Cohort.objects.select_related("venue").get(code="aujourdhui")
    cohort = plan_day(
        revision=demo.latest("sensibilisation"), near=today.venue,
        organiser=demo.organisations["Ville de Paris"], trainers=demo.trainers[:3],
        actor=demo.administrator, now=demo.now,
    )  # fmt: skip
    way = [CohortState.OPEN, CohortState.CONFIRMED, CohortState.RUNNING]
    demo.past.live(cohort, way, demo.administrator)
    draw: Callable[[str], AgentProfile] = demo.crowd.agent
    for _number in range(EXPECTED):
        demo.past.enrol(cohort, draw(cohort.venue.region), None, demo.manager)
    return cohort


def receive_people(cohort: Cohort, trainer: User, random: Random, now: datetime) -> None:
    """Have two desks receive those who have come by now; some are late, some still to come."""
    people = list(cohort.enrolments.confirmed().order_by("pk").values_list("pk", flat=True))
    random.shuffle(people)
    for half_day in cohort.half_days.order_by("starts_at"):
        if half_day.starts_at - timedelta(minutes=15) > now:
            continue
        share = 0.94 if half_day.ends_at < now else 0.68
        _receive(half_day, trainer, people[: round(len(people) * share)], random, now)


def _receive(
    half_day: HalfDay, trainer: User, people: list[UUID], random: Random, now: datetime
) -> None:
    opens, last = half_day.starts_at - timedelta(minutes=40), half_day.starts_at
    until = min(now, last + timedelta(minutes=26))
    span = max(int((until - opens).total_seconds()), len(people))
    seconds = sorted(random.sample(range(span), len(people)))
    arrivals = [
        Arrival(
            nonce=UUID(int=random.getrandbits(128), version=4), enrolment_id=one,
            made_at=opens + timedelta(seconds=second),
        )
        for one, second in zip(people, seconds, strict=True)
    ]  # fmt: skip
    door = door_of(half_day.pk)
    for start in range(0, len(arrivals), _BATCH):
        welcome(
            actor=trainer, door=door, arrivals=arrivals[start : start + _BATCH],
            device=_TABLES[start // _BATCH % 2],
        )  # fmt: skip
