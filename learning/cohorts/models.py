"""Cohorts: one dated delivery of a revision to one group, at a venue, with trainers."""

import uuid
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.organisations.enums import Region
from accounts.organisations.models import Organisation
from accounts.users.enums import Role
from accounts.users.models import User
from learning.cohorts.enums import ANNOUNCED, CohortState, Period
from modules.programmes.models import Revision


def validate_time_zone(value: str) -> None:
    """Refuse what is not an IANA time zone."""
    if value not in available_timezones():
        raise ValidationError(
            _("« %(value)s » n’est pas un fuseau horaire."), params={"value": value}
        )


class Venue(models.Model):
    """Where a cohort meets. Overseas, its hours are not Paris's.

    A venue is one room, which one group has to itself: a building with several is several venues.
    Nothing is booked but for a group, so that a table of rooms would say no more than this one.
    """

    name = models.CharField(_("nom"), max_length=150)
    address = models.CharField(_("adresse"), max_length=200)
    postal_code = models.CharField(_("code postal"), max_length=10)
    city = models.CharField(_("ville"), max_length=100)
    region = models.CharField(_("région"), max_length=3, choices=Region)
    capacity = models.PositiveSmallIntegerField(_("capacité de la salle"))
    time_zone = models.CharField(
        _("fuseau horaire"), max_length=50, default="Europe/Paris", validators=[validate_time_zone]
    )
    access = models.TextField(_("accès"), blank=True)
    accessibility = models.TextField(_("accessibilité"), blank=True)

    def __str__(self) -> str:
        return f"{self.name}, {self.city}"

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone that the cohort's hours are read in."""
        return ZoneInfo(self.time_zone)

    @property
    def full_address(self) -> str:
        """Return the venue's name and postal address on one line."""
        return f"{self.name}, {self.address}, {self.postal_code} {self.city}"


class CohortQuerySet(models.QuerySet["Cohort"]):
    """Reads of cohorts."""

    def announced(self) -> "CohortQuerySet":
        """Cohorts that anyone sees in the catalogue."""
        return self.filter(state__in=ANNOUNCED)

    def visible_to(self, user: User) -> "CohortQuerySet":
        """What the person may open by name: announced ones, theirs, and all for administrators.

        Theirs: those they train, those their school organises or has people in, those they are in.
        """
        if user.has_role(Role.ADMINISTRATOR):
            return self
        managed = user.organisations_as(Role.SCHOOL_MANAGER)
        mine = (
            Q(trainers=user)
            | Q(organiser__in=managed)
            | Q(enrolments__person=user)
            | Q(enrolments__enrolling_organisation__in=managed)
        )
        return self.filter(Q(state__in=ANNOUNCED) | Q(pk__in=Cohort.objects.filter(mine)))

    def run_by(self, user: User) -> "CohortQuerySet":
        """Cohorts the person trains."""
        return self.filter(trainers=user)

    def followed_by(self, user: User) -> "CohortQuerySet":
        """Those whose days the person may have in a calendar: who trains, sends people, steers."""
        if user.has_role(Role.ADMINISTRATOR):
            return self
        managed = user.organisations_as(Role.SCHOOL_MANAGER)
        mine = (
            Q(trainers=user)
            | Q(organiser__in=managed)
            | Q(enrolments__enrolling_organisation__in=managed)
        )
        return self.filter(pk__in=Cohort.objects.filter(mine).values("pk"))

    def with_counts(self) -> "CohortQuerySet":
        """Bring `confirmed_count`, `waiting_count` and `held_count`.

        Held places have nobody yet: those offered to someone, and those a school will name.
        """
        counts = {f"{state}_count": _count_of(state) for state in ("confirmed", "waiting")}
        held = {"held_count": _count_of("offered") + _kept()}
        return self.annotate(**counts, **held)

    def with_free_places(self) -> "CohortQuerySet":
        """Cohorts with a place left; comes after `with_counts`."""
        return self.filter(Q(confirmed_count__lt=F("places_max") - F("held_count")))

    def under_minimum(self) -> "CohortQuerySet":
        """Cohorts with fewer people than they need; comes after `with_counts`."""
        return self.filter(Q(confirmed_count__lt=F("places_min")))

    def with_people_waiting(self) -> "CohortQuerySet":
        """Cohorts that people wait for; comes after `with_counts`."""
        return self.filter(Q(waiting_count__gt=0))

    def for_lists(self) -> "CohortQuerySet":
        """Bring what every list of cohorts shows, in one query."""
        return self.with_counts().select_related(
            "venue", "organiser", "revision__edition__module__format"
        )


def _count_of(state: str, which: Q | None = None) -> models.Count:
    # The state's value, not its enum: enrolment is above this room.
    wanted = Q(enrolments__state=state) & (which or Q())
    return models.Count("enrolments", filter=wanted, distinct=True)


@cache
def _kept() -> models.expressions.Combinable:
    """Return the places kept in reservations that have no name yet; built once, as it is long."""
    this = Cohort.objects.filter(pk=models.OuterRef("pk"), reservations__released_at=None)
    places = this.order_by().values("pk").annotate(n=models.Sum("reservations__places"))
    named = Q(enrolments__reservation__isnull=False, enrolments__reservation__released_at=None)
    return Coalesce(models.Subquery(places.values("n")), models.Value(0)) - _count_of(
        "confirmed", named
    )


class Cohort(models.Model):
    """One group, with real dates. It pins one revision: what was announced is what is taught."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(_("code"), max_length=40, unique=True)
    title = models.CharField(_("nom du groupe"), max_length=150)
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="cohorts")
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="cohorts")
    organiser = models.ForeignKey(Organisation, models.PROTECT, related_name="organised_cohorts")
    trainers = models.ManyToManyField(User, related_name="cohorts_run", blank=True)
    places_min = models.PositiveSmallIntegerField(_("minimum"))
    places_max = models.PositiveSmallIntegerField(_("places"))
    state = models.CharField(
        _("état"), max_length=12, choices=CohortState, default=CohortState.DRAFT
    )
    decision_on = models.DateField(_("décision le"), null=True, blank=True)
    # The published order of places: learning/enrolment/order.py.
    priority_until = models.DateTimeField(
        _("priorité aux membres et partenaires jusqu’au"), null=True, blank=True
    )
    quota_per_organisation = models.PositiveSmallIntegerField(
        _("places par structure, au plus"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    offer_hours = models.PositiveSmallIntegerField(
        _("heures pour répondre à une proposition"), default=48, validators=[MinValueValidator(1)]
    )
    # What its conventions say, and information for schools that changes nobody's place.
    price_per_person = models.DecimalField(
        _("prix par personne"), max_digits=8, decimal_places=2, default=0,
        validators=[MinValueValidator(0)],
    )  # fmt: skip
    diversity_goals = models.TextField(_("composition du groupe visée"), blank=True)
    # What its convocation says, beyond what the module and the venue say of themselves.
    online_url = models.URLField(_("lien pour suivre à distance"), blank=True)
    bring = models.TextField(_("à apporter"), blank=True)
    # Grows with each change of dates or venue: calendars keep the highest they have read.
    calendar_sequence = models.PositiveIntegerField(default=0)
    calendar_changed_at = models.DateTimeField(default=timezone.now)
    # The first and last half-days, kept here to sort and filter lists; set with them.
    starts_on = models.DateField(_("premier jour"))
    ends_on = models.DateField(_("dernier jour"))

    objects = CohortQuerySet.as_manager()
    # Brought by `with_counts`.
    confirmed_count: int
    waiting_count: int
    held_count: int

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(places_min__lte=F("places_max")), name="cohort_place_bounds"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on")), name="cohort_dates_in_order"
            ),
        ]
        indexes = [models.Index(fields=["state", "starts_on"], name="cohort_state_start")]

    def __str__(self) -> str:
        return f"{self.module_title}, {self.title}"

    @property
    def free_count(self) -> int:
        """Return the places that nobody has and that are kept for nobody; see `with_counts`."""
        return max(self.places_max - self.confirmed_count - self.held_count, 0)

    @property
    def module_title(self) -> str:
        """Return the title of the action, the same on all papers."""
        return str(self.revision.edition.module.title)

    @property
    def public_title(self) -> str:
        """Return the module's title and the public number of its edition."""
        return str(self.revision.edition)

    @property
    def days(self) -> list[date]:
        """Return the local dates it meets on, in order; prefetch `half_days` for lists."""
        zone = self.venue.zone
        return sorted({half.starts_at.astimezone(zone).date() for half in self.half_days.all()})


class HalfDay(models.Model):
    """A morning or an afternoon of a cohort, at real instants. Days need not be consecutive.

    `day` is the position, in the revision, of what is taught then. `sealed` is written with the
    countersignature, which is what says so: it only lets the few others be found among thousands.
    """

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="half_days")
    day = models.PositiveSmallIntegerField()
    period = models.CharField(max_length=2, choices=Period)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    sealed = models.BooleanField(default=False, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "day", "period"], name="half_day_once"),
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")), name="half_day_in_order"
            ),
        ]
        indexes = [
            models.Index(fields=["starts_at"], name="half_day_start"),
            models.Index(fields=["ends_at"], condition=Q(sealed=False), name="half_day_unsealed"),
        ]

    def __str__(self) -> str:
        return f"{self.cohort} J{self.day} {self.get_period_display()}"

    @property
    def minutes(self) -> int:
        """Return the planned duration."""
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    def is_now(self, at: datetime) -> bool:
        """Return whether the half-day is under way at `at`."""
        return self.starts_at <= at < self.ends_at


class VenueBooking(models.Model):
    """A venue kept for a half-day; a postponed or cancelled cohort keeps none.

    The half-day's hours are written here again for the database to compare: on PostgreSQL an
    exclusion constraint (migration 0006) refuses two bookings of a venue that overlap.
    """

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="bookings")
    half_day = models.OneToOneField(HalfDay, models.CASCADE, related_name="booking")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["venue", "starts_at"], name="venue_booking_start")]

    def __str__(self) -> str:
        return f"{self.venue}, {self.starts_at:%d/%m/%Y}"
