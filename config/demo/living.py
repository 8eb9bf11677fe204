"""Write the demo: the past in bulk, today as it is at this hour, and what is to come."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.organisations.models import Membership, Organisation
from accounts.users.enums import Role
from accounts.users.models import AgentProfile, User
from config.demo.accounts import ADMINISTRATOR, AGENT, DEMO_PASSWORD, SCHOOL, TRAINER
from config.demo.board import write_board
from config.demo.content import load
from config.demo.crowd import Crowd
from config.demo.days import (
    EARLY_AFTERNOON,
    days_around_now,
    days_from,
    is_lunch,
    venue_at_work,
)
from config.demo.decisions import write_decisions
from config.demo.desk import write_desk
from config.demo.follow import write_follow
from config.demo.glossary import write_glossary
from config.demo.history import Past, people_for
from config.demo.paper import write_paper
from config.demo.places import FULL, write_places
from config.demo.programme import (
    provider_of,
    write_contents,
    write_draft,
    write_edition,
    write_formats,
    write_modules,
    write_organisations,
    write_venues,
)
from config.demo.roll import write_roll_call
from config.demo.rosters import write_rosters
from config.demo.welcome import fill_day, receive_people
from config.demo.workshop import write_review
from learning.cohorts.enums import CohortState, Period
from learning.cohorts.models import Cohort, HalfDay, Venue
from learning.cohorts.services import full_days, plan_cohort
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.models import Enrolment
from learning.figures.adoption import count_everything
from learning.targets.models import Target
from modules.indexing import rebuild
from modules.programmes.enums import CountsAs
from modules.programmes.models import Module, Revision

SEED = 2000
TRAINERS = 7
# The states a cohort goes through to reach where the demo finds it.
WAYS = {
    "draft": [],
    "open": [CohortState.OPEN],
    "confirmed": [CohortState.OPEN, CohortState.CONFIRMED],
    "running": [CohortState.OPEN, CohortState.CONFIRMED, CohortState.RUNNING],
    "closed": [
        CohortState.OPEN, CohortState.CONFIRMED, CohortState.RUNNING, CohortState.CLOSED,
    ],
    "postponed": [CohortState.OPEN, CohortState.POSTPONED],
}  # fmt: skip


class Demo:
    """The living programme, the same for a day and a seed."""

    def __init__(self, now: datetime) -> None:
        """Prepare to write the programme as it is at `now`."""
        self.now = now
        self.today = timezone.localdate(now)
        self.random = Random(SEED)  # noqa: S311 - invented people, not secrets
        self.past = Past(self.random)
        self.known: list[AgentProfile] = []

    @transaction.atomic
    def write(self) -> None:
        """Write everything, or nothing."""
        self.formats = write_formats()
        self.venues = write_venues()
        self.organisations = write_organisations(self.random, self.today)
        self.modules = write_modules(self.formats, self.today)
        self.crowd = Crowd(self.random, list(self.organisations.values()))
        self.write_target()
        self.write_team()
        rows = load("cohorts")["cohort"]
        write_glossary(self.trainers[0])
        self.contents = write_contents(self.administrator)
        self.revisions = self.write_editions(rows)
        newest = max(number for key, number in self.revisions if key == "reenchantez")
        write_draft(self.revisions["reenchantez", newest], self.trainers[0])
        for row in rows:
            self.write_cohort(row)
        welcomed = fill_day(self)
        self.crowd.write()
        self.past.write()
        receive_people(welcomed, self.trainers[0], self.random, self.now)
        write_places(self.administrator, self.now)
        write_rosters(self.crowd, self.manager, self.organisations["insp"], self.now)
        write_decisions(self.administrator, self.today)
        write_desk(self.manager, self.organisations["insp"], self.now)
        write_roll_call(self.now)
        write_paper(self.trainers[0], self.now)
        write_follow(self.trainers[0], self.agent, self.now)
        write_review(self.latest("sensibilisation"), self.trainers)
        write_board(self.administrator, Target.objects.get(parent=None), self.today)
        rebuild()
        count_everything()

    def latest(self, module: str) -> Revision:
        """Return the text of a module's last edition."""
        number = max(number for key, number in self.revisions if key == module)
        return self.revisions[module, number]

    def write_target(self) -> None:
        """Write the programme's target: four years, begun two years ago."""
        starts = self.today.replace(year=self.today.year - 2, day=1)
        Target.objects.create(
            name="2 000 agents formés en quatre ans".replace(" ", "\u202f", 1),
            count=2000,
            counts_as=CountsAs.TRAINED,
            starts_on=starts,
            ends_on=starts.replace(year=starts.year + 4) - timedelta(days=1),
        )

    def write_team(self) -> None:
        """Write the four people of the demo bar, and the other trainers."""
        provider = provider_of(self.organisations)
        school = self.organisations["insp"]
        employer = self.organisations["Ville de Paris"]
        self.administrator = self.member(ADMINISTRATOR, provider, Role.ADMINISTRATOR)
        self.trainers = [self.member(TRAINER, provider, Role.TRAINER)]
        self.trainers += [self.member(None, provider, Role.TRAINER) for _number in range(TRAINERS)]
        self.manager = self.member(SCHOOL, school, Role.SCHOOL_MANAGER)
        self.agent = self.member(AGENT, employer, Role.AGENT)
        profile = self.crowd.profile(self.agent, employer)
        profile.save()
        self.agent_profile = profile

    def member(self, email: str | None, organisation: Organisation, role: Role) -> User:
        """Write a person who holds a role; those with an address of the demo can sign in."""
        person = self.crowd.person(*self.crowd.name(), email)
        self.crowd.people.remove(person)
        if email:
            person.set_password(DEMO_PASSWORD)
        person.save(force_insert=True)
        if email:
            EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
        Membership.objects.create(person=person, organisation=organisation, role=role)
        return person

    def write_editions(self, rows: list[dict[str, Any]]) -> dict[tuple[str, int], Revision]:
        """Write the editions the cohorts follow."""
        wanted: dict[tuple[str, int], int] = {}
        for row in rows:
            wanted.setdefault((row["module"], row["edition"]), row["starts_in"])
        return {
            (key, number): write_edition(
                self.modules[key], number, f"edition_{key}",
                min(self.today + timedelta(days=starts - 120), self.today - timedelta(days=20)),
                self.contents,
            )
            for (key, number), starts in wanted.items()
        }  # fmt: skip

    def write_cohort(self, row: dict[str, Any]) -> None:
        """Write a cohort, its people and what has happened to it."""
        cohort = self.plan(row)
        school = self.organisations[row["school"]] if "school" in row else None
        trainers = [self.trainers[position] for position in row["trainers"]]
        self.past.live(cohort, WAYS[row["state"]], self.administrator)
        people = list(self.people_of(row, cohort))
        enrolments = [
            self.past.enrol(
                cohort, profile,
                school if self.random.random() < row.get("school_share", 0) else None,
                self.manager,
            )
            for profile in people
        ]  # fmt: skip
        self.queue(cohort, row["waiting"])
        if row["state"] == "closed":
            for half_day in cohort.half_days.all():
                late = row.get("sealed_days_late", 0)
                self.past.hold(half_day, enrolments, trainers[0], days_late=late)
            self.past.judge(cohort, enrolments, trainers[0], row.get("evidence", ""))
            # Some were known already: nobody comes twice to one cohort.
            self.known = list(dict.fromkeys([*self.known, *people]))
        if row["state"] == "running":
            self.hold_until_now(cohort, enrolments, trainers[0])

    def plan(self, row: dict[str, Any]) -> Cohort:
        """Write the cohort's dates and places."""
        venue, days = self.where_and_when(row)
        organiser = row["organiser"]
        revision = self.revisions[row["module"], row["edition"]]
        decision_in = row.get("decision_in")
        cohort = plan_cohort(
            actor=self.administrator,
            code=row["code"],
            title=row["group"],
            revision=revision,
            venue=venue,
            organiser=self.organisations[organiser],
            half_days=full_days(days),
            trainers=[self.trainers[position] for position in row["trainers"]],
            places=tuple(row["places"]) if "places" in row else None,
            decision_on=self.today + timedelta(days=decision_in) if decision_in else None,
        )
        if row["state"] == "running" and is_lunch(venue.zone, self.now):
            cohort.half_days.filter(period=Period.AFTERNOON).update(
                starts_at=F("starts_at") - EARLY_AFTERNOON, ends_at=F("ends_at") - EARLY_AFTERNOON
            )
        return Cohort.objects.for_lists().prefetch_related("half_days").get(pk=cohort.pk)

    def where_and_when(self, row: dict[str, Any]) -> tuple[Venue, list[date]]:
        """Return the venue and the days; the running cohort is where people are at work now."""
        if row["state"] == "running":
            venue = venue_at_work(list(self.venues.values()), self.now)
            return venue, days_around_now(venue.zone, self.now)
        return self.venues[row["venue"]], days_from(self.today, row["starts_in"], row["offsets"])

    def people_of(self, row: dict[str, Any], cohort: Cohort) -> Iterator[AgentProfile]:
        """Return who has a place; the demo's agent was sensitised, and is in today's cohort."""
        guests = row["state"] == "running" or row["code"] == "nancy-cadres"
        if guests:
            yield self.agent_profile
        known = [profile for profile in self.known if profile is not self.agent_profile]
        yield from people_for(self.crowd, cohort, row["confirmed"] - guests, known)

    def queue(self, cohort: Cohort, waiting: int) -> None:
        """Add those who wait, in the order they asked."""
        for number in range(1, waiting + 1):
            # The demo's agent is the next to be offered a place.
            is_theirs = number == 1 and cohort.code == FULL
            profile = self.agent_profile if is_theirs else self.crowd.agent(cohort.venue.region)
            enrolment = self.past.enrol(cohort, profile, None, self.manager)
            enrolment.state = EnrolmentState.WAITING
            enrolment.confirmed_at = None
            enrolment.queue_number = number
            enrolment.requested_at = self.now - timedelta(days=20 - number)

    def hold_until_now(self, cohort: Cohort, enrolments: list[Enrolment], trainer: User) -> None:
        """Hold today's half-days as far as they have gone; most people have just signed.

        The demo's agent has not: there is a half-day to sign right now.
        """
        for half_day in cohort.half_days.all():
            if half_day.ends_at + timedelta(minutes=30) < self.now:
                self.past.hold(half_day, enrolments, trainer)
            elif half_day.starts_at - timedelta(minutes=15) <= self.now:
                self.sign_some(half_day, enrolments, trainer)

    def sign_some(self, half_day: HalfDay, enrolments: list[Enrolment], trainer: User) -> None:
        """Have most of the people sign the half-day under way."""
        earliest = half_day.starts_at - timedelta(minutes=14)
        for enrolment in enrolments[1:]:
            if self.random.random() < 0.7:  # noqa: PLR2004 - a room filling up
                mark = self.past.mark(half_day, enrolment, trainer)
                mark.status = "present"
                mark.arrived_at = mark.left_at = None
                mark.note = ""
                mark.method = "self_signed"
                mark.recorded_by = enrolment.person
                latest = min(self.now, half_day.starts_at + timedelta(minutes=12))
                span = max(int((latest - earliest).total_seconds()), 1)
                mark.signed_at = earliest + timedelta(seconds=self.random.randrange(span))
                mark.recorded_at = mark.signed_at
                self.past.marks.append(mark)


def is_written() -> bool:
    """Return whether the demo is already there."""
    return Module.objects.exists()
