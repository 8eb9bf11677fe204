"""Enrolments: one agent in one cohort."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.organisations.enums import Region
from accounts.organisations.models import Organisation
from accounts.users.enums import Category, Role, Versant
from accounts.users.models import User
from learning.cohorts.models import Cohort
from learning.enrolment.enums import (
    HOLDING,
    IN_LINE,
    EnrolmentSource,
    EnrolmentState,
    OfferState,
    Verdict,
)

# More people than ever wait for one cohort: numbers that tell one band of the line from another.
BAND = 10_000_000


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    """Reads of enrolments."""

    def confirmed(self) -> "EnrolmentQuerySet":
        """Those who have a place."""
        return self.filter(state=EnrolmentState.CONFIRMED)

    def holding(self) -> "EnrolmentQuerySet":
        """Those who have a place, or are offered one."""
        return self.filter(state__in=HOLDING)

    def waiting(self) -> "EnrolmentQuerySet":
        """Those who wait, in the published order."""
        return self.filter(state=EnrolmentState.WAITING).in_line_order()

    def in_line_order(self) -> "EnrolmentQuerySet":
        """Bring `line_key` and sort by it: put first, then who may be served, then who asked first.

        Before `priority_until`, members and partners stand before the others.
        """
        behind = Q(is_priority=False, cohort__priority_until__gt=timezone.now())
        keys = {
            "line_key": models.Case(
                models.When(moved_ahead_at__isnull=False, then=F("queue_number")),
                models.When(behind, then=F("queue_number") + 2 * BAND),
                default=F("queue_number") + BAND,
                output_field=models.IntegerField(),
            )
        }
        return self.annotate(**keys).order_by(F("line_key"))

    def active(self) -> "EnrolmentQuerySet":
        """Those not cancelled."""
        return self.exclude(state=EnrolmentState.CANCELLED)

    def visible_to(self, user: User) -> "EnrolmentQuerySet":
        """One's own; those one's school made; those of the cohorts one trains; or all."""
        if user.has_role(Role.ADMINISTRATOR):
            return self
        managed = user.organisations_as(Role.SCHOOL_MANAGER)
        return self.filter(
            Q(person=user)
            | Q(enrolling_organisation__in=managed)
            | Q(cohort__in=Cohort.objects.run_by(user))
        )

    def made_by(self, organisations: "models.QuerySet[Organisation]") -> "EnrolmentQuerySet":
        """Those these organisations made: all a school sees of people."""
        return self.filter(enrolling_organisation__in=organisations)

    def with_offer(self) -> "EnrolmentQuerySet":
        """Bring `offer_until`: when the place offered to them passes on, None without offer."""
        mine = Offer.objects.filter(enrolment=models.OuterRef("pk"), state=OfferState.OPEN)
        until = {"offer_until": models.Subquery(mine.values("expires_at")[:1])}
        return self.annotate(**until)

    def with_rank(self) -> "EnrolmentQuerySet":
        """Bring `rank`: 1 for the first of those who wait, None when not waiting."""
        ahead = (
            Enrolment.objects.waiting()
            .filter(
                LessThanOrEqual(F("line_key"), models.OuterRef("line_key")),
                cohort=models.OuterRef("cohort"),
            )
            .order_by()
            .values("cohort")
            .annotate(n=models.Count("pk"))
            .values("n")
        )
        return (
            self.in_line_order()
            .order_by()
            .annotate(
                rank=models.Case(
                    models.When(state=EnrolmentState.WAITING, then=models.Subquery(ahead)),
                    default=None,
                    output_field=models.IntegerField(),
                )
            )
        )


class ReservationQuerySet(models.QuerySet["Reservation"]):
    """Reads of reservations."""

    def visible_to(self, user: User) -> "ReservationQuerySet":
        """All for administrators; for others those of the organisations they enrol for."""
        if user.has_role(Role.ADMINISTRATOR):
            return self
        return self.filter(organisation__in=user.organisations_as(Role.SCHOOL_MANAGER))

    def held(self) -> "ReservationQuerySet":
        """Those whose unnamed places have not returned."""
        return self.filter(released_at=None)

    def with_named(self) -> "ReservationQuerySet":
        """Bring `named`: how many of their places have a name."""
        active = ~Q(enrolments__state=EnrolmentState.CANCELLED)
        counts = {"named": models.Count("enrolments", filter=active)}
        return self.annotate(**counts)


class EnrolmentGroupQuerySet(models.QuerySet["EnrolmentGroup"]):
    """Reads of groups."""

    def visible_to(self, user: User) -> "EnrolmentGroupQuerySet":
        """All for administrators; for others those of people that their organisations enrolled."""
        if user.has_role(Role.ADMINISTRATOR):
            return self
        managed = user.organisations_as(Role.SCHOOL_MANAGER)
        theirs = Enrolment.objects.filter(enrolling_organisation__in=managed).values("group")
        return self.filter(pk__in=theirs)


class EnrolmentGroup(models.Model):
    """Colleagues who ask together: offered places together, or some of them if they accept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="groups")
    name = models.CharField(_("nom du groupe"), max_length=100)
    accepts_some = models.BooleanField(_("accepte une partie des places"), default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)

    objects = EnrolmentGroupQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class Reservation(models.Model):
    """Places a school keeps for people it names later; those unnamed by `name_by` return.

    `code` lets those who are given it name themselves.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="reservations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="reservations")
    places = models.PositiveSmallIntegerField(_("places"))
    code = models.CharField(_("code d’invitation"), max_length=12, unique=True)
    name_by = models.DateTimeField(_("noms à donner avant le"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    made_at = models.DateTimeField(default=timezone.now)
    released_at = models.DateTimeField(null=True, blank=True)

    objects = ReservationQuerySet.as_manager()
    # Brought by `with_named`.
    named: int

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(places__gte=1), name="reservation_has_places")
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.cohort}"


class Enrolment(models.Model):
    """One agent in one cohort. Employer, school and profile are frozen as they were that day.

    `queue_number` only grows within a cohort: whoever asked first keeps their turn. `is_priority`
    is whether their structure was a member or a partner that day; `moved_ahead_at` since when
    someone put them first, with a reason in the audit trail.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(User, models.PROTECT, related_name="enrolments")
    state = models.CharField(_("état"), max_length=10, choices=EnrolmentState)
    source = models.CharField(_("origine"), max_length=15, choices=EnrolmentSource)
    queue_number = models.PositiveIntegerField(null=True, blank=True)
    is_priority = models.BooleanField(default=False)
    moved_ahead_at = models.DateTimeField(null=True, blank=True)
    group = models.ForeignKey(
        EnrolmentGroup, models.SET_NULL, null=True, blank=True, related_name="enrolments"
    )
    reservation = models.ForeignKey(
        Reservation, models.SET_NULL, null=True, blank=True, related_name="enrolments"
    )
    requested_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancellation_reason = models.TextField(blank=True)
    # A confirmed place given up when the group counted on it: learning/enrolment/deadlines.py.
    left_late = models.BooleanField(default=False)
    enrolled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    enrolling_organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="enrolments_made"
    )
    employer = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="enrolments_of_staff"
    )
    function = models.CharField(max_length=200, blank=True)
    region = models.CharField(max_length=3, choices=Region, default=Region.ELSEWHERE)
    versant = models.CharField(max_length=10, choices=Versant, default=Versant.OTHER)
    category = models.CharField(max_length=10, choices=Category, default=Category.NONE)

    objects = EnrolmentQuerySet.as_manager()
    # Brought by `in_line_order` and `with_offer`.
    line_key: int
    offer_until: datetime | None

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "person"],
                condition=~Q(state=EnrolmentState.CANCELLED),
                name="enrolment_once",
            ),
            models.UniqueConstraint(
                fields=["cohort", "queue_number"], name="enrolment_queue_number_once"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=IN_LINE) | Q(queue_number__isnull=False),
                name="enrolment_waiting_has_number",
            ),
            models.CheckConstraint(
                condition=~Q(state=EnrolmentState.CONFIRMED) | Q(confirmed_at__isnull=False),
                name="enrolment_confirmed_has_date",
            ),
        ]
        indexes = [models.Index(fields=["cohort", "state"], name="enrolment_cohort_state")]

    def __str__(self) -> str:
        return f"{self.person}, {self.cohort}"

    @property
    def is_confirmed(self) -> bool:
        """Return whether the person has a place."""
        return self.state == EnrolmentState.CONFIRMED

    @property
    def is_waiting(self) -> bool:
        """Return whether the person waits for one."""
        return self.state == EnrolmentState.WAITING

    @property
    def is_offered(self) -> bool:
        """Return whether the person is offered a place, and has to answer."""
        return self.state == EnrolmentState.OFFERED

    @property
    def is_awaiting(self) -> bool:
        """Return whether the person's structure has yet to agree."""
        return self.state == EnrolmentState.AWAITING

    @property
    def counted_for_id(self) -> uuid.UUID | None:
        """Return the structure whose quota the place counts in.

        A place named in a reservation stays the place of who reserved it.
        """
        if self.reservation_id:
            return self.enrolling_organisation_id
        return self.employer_id or self.enrolling_organisation_id


class Offer(models.Model):
    """A place offered to someone who waited, until an instant; another try is another offer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="offers")
    state = models.CharField(max_length=10, choices=OfferState, default=OfferState.OPEN)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(state=OfferState.OPEN), name="offer_one_open"
            )
        ]
        indexes = [
            models.Index(
                fields=["expires_at"], name="offer_open", condition=Q(state=OfferState.OPEN)
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.state}"


class Approval(models.Model):
    """What a structure answers to the request of one of its agents."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.OneToOneField(Enrolment, models.CASCADE, related_name="approval")
    approver_email = models.EmailField(_("adresse de la personne qui donne l’accord"))
    asked_at = models.DateTimeField(default=timezone.now)
    verdict = models.CharField(max_length=10, choices=Verdict, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(_("motif"), blank=True)

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.verdict}"


class CalendarFeed(models.Model):
    """The secret address that a person's calendar program reads: their days, or a cohort's.

    `digest` is the SHA-256 of its secret. Rights are the owner's, asked again at each reading.
    """

    digest = models.CharField(max_length=64, unique=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feeds"
    )
    cohort = models.ForeignKey(
        Cohort, models.CASCADE, null=True, blank=True, related_name="calendar_feeds"
    )
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner"], condition=Q(cohort=None), name="calendar_feed_of_person"
            ),
            models.UniqueConstraint(fields=["owner", "cohort"], name="calendar_feed_of_cohort"),
        ]

    def __str__(self) -> str:
        return f"{self.owner_id} {self.cohort_id or ''}"
