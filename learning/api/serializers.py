"""What the API shows and takes. Instants are ISO 8601 with their offset; durations in minutes."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.organisations.models import Organisation
from accounts.users.enums import Category, EmploymentStatus, Versant
from accounts.users.services import AgentDetails
from learning.attendance.enums import AttendanceStatus
from learning.attendance.models import AttendanceMark, Countersignature
from learning.attendance.services import Presence
from learning.cohorts.models import Cohort, HalfDay
from learning.completion.models import Completion
from learning.enrolment.enums import WaitReason
from learning.enrolment.models import Enrolment
from learning.enrolment.order import standing_of, why_waiting
from modules.programmes.models import Format, Module


class ModuleSerializer(serializers.ModelSerializer[Module]):
    """A module as its public page tells it."""

    format: serializers.SlugRelatedField[Format] = serializers.SlugRelatedField(
        slug_field="key", read_only=True
    )

    class Meta:
        model = Module
        fields = [
            "slug", "title", "summary", "format", "objectives", "prerequisites", "audience",
            "methods", "assessment", "access_delay", "price", "contact_name", "contact_email",
            "disability_contact", "disability_text", "updated_on",
        ]  # fmt: skip


class HalfDaySerializer(serializers.ModelSerializer[HalfDay]):
    """A half-day at real instants."""

    class Meta:
        model = HalfDay
        fields = ["id", "day", "period", "starts_at", "ends_at"]


class CohortSerializer(serializers.ModelSerializer[Cohort]):
    """A cohort and its places."""

    module = serializers.CharField(source="revision.edition.module.slug", read_only=True)
    edition = serializers.IntegerField(source="revision.edition.number", read_only=True)
    venue = serializers.CharField(source="venue.full_address", read_only=True)
    time_zone = serializers.CharField(source="venue.time_zone", read_only=True)
    organiser = serializers.CharField(source="organiser.name", read_only=True)
    confirmed_count = serializers.IntegerField(read_only=True)
    waiting_count = serializers.IntegerField(read_only=True)
    half_days = HalfDaySerializer(many=True, read_only=True)

    class Meta:
        model = Cohort
        fields = [
            "code", "title", "module", "edition", "state", "venue", "time_zone", "organiser",
            "starts_on", "ends_on", "decision_on", "places_min", "places_max", "confirmed_count",
            "waiting_count", "half_days",
        ]  # fmt: skip


class EnrolmentSerializer(serializers.ModelSerializer[Enrolment]):
    """An enrolment: who, where, and its state; `rank` is 1 for the next in line.

    `offer_until` is when the place offered to them passes on to the next person.
    """

    cohort: serializers.SlugRelatedField[Cohort] = serializers.SlugRelatedField(
        slug_field="code", read_only=True
    )
    person = serializers.CharField(source="person.display_name", read_only=True)
    rank = serializers.IntegerField(read_only=True, allow_null=True)
    offer_until = serializers.DateTimeField(read_only=True, allow_null=True)

    class Meta:
        model = Enrolment
        fields = [
            "id", "cohort", "person", "state", "rank", "offer_until", "requested_at",
            "confirmed_at", "cancelled_at", "cancellation_reason",
        ]  # fmt: skip


class EnrolmentDetailSerializer(EnrolmentSerializer):
    """An enrolment, and why its person waits; null if they do not."""

    wait_reason = serializers.SerializerMethodField()

    class Meta(EnrolmentSerializer.Meta):
        fields = [*EnrolmentSerializer.Meta.fields, "wait_reason"]

    @extend_schema_field(serializers.ChoiceField(choices=WaitReason.choices, allow_null=True))
    def get_wait_reason(self, enrolment: Enrolment) -> str | None:
        """Return why they wait, as the cohort's places stand now."""
        if not enrolment.is_waiting:
            return None
        return why_waiting(enrolment, standing_of(enrolment.cohort)).value


class RequestSerializer(serializers.Serializer[Any]):
    """What a request says: who agrees to it, where the person's structure wants an approval."""

    approver_email = serializers.EmailField(required=False, allow_blank=True, default="")


class AgentSerializer(serializers.Serializer[Any]):
    """An agent to enrol for a school."""

    organisation = serializers.PrimaryKeyRelatedField(queryset=Organisation.objects.all())
    first_name = serializers.CharField(max_length=150)
    last_name = serializers.CharField(max_length=150)
    email = serializers.EmailField(required=False, allow_blank=True)
    function = serializers.CharField(max_length=200, required=False, allow_blank=True)
    service = serializers.CharField(max_length=200, required=False, allow_blank=True)
    versant = serializers.ChoiceField(choices=Versant.choices, required=False)
    category = serializers.ChoiceField(choices=Category.choices, required=False)
    employment_status = serializers.ChoiceField(choices=EmploymentStatus.choices, required=False)
    employer = serializers.PrimaryKeyRelatedField(
        queryset=Organisation.objects.all(), required=False, allow_null=True
    )

    def details(self) -> AgentDetails:
        """Return the agent as the service takes it."""
        told = dict(self.validated_data)
        told.pop("organisation")
        employer = told.pop("employer", None)
        return AgentDetails(**told, employer_id=employer.pk if employer else None)


class ReasonSerializer(serializers.Serializer[Any]):
    """A reason in words."""

    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class MarkSerializer(serializers.ModelSerializer[AttendanceMark]):
    """Who was there; `at` is the instant of a late arrival or an early departure."""

    at = serializers.DateTimeField(write_only=True, required=False, allow_null=True)
    status = serializers.ChoiceField(choices=AttendanceStatus.choices)

    class Meta:
        model = AttendanceMark
        fields = ["status", "at", "note", "arrived_at", "left_at", "method", "signed_at"]
        read_only_fields = ["arrived_at", "left_at", "method", "signed_at"]

    def presence(self) -> Presence:
        """Return the mark as the service takes it."""
        told = self.validated_data
        return Presence(
            status=AttendanceStatus(told["status"]), at=told.get("at"), note=told.get("note", "")
        )


class CountersignatureSerializer(serializers.ModelSerializer[Countersignature]):
    """The trainer's signature under a half-day."""

    class Meta:
        model = Countersignature
        fields = ["signed_at", "present_count", "absent_count"]


class CompletionSerializer(serializers.ModelSerializer[Completion]):
    """A verdict and its reason in words."""

    enrolment = serializers.UUIDField(source="enrolment_id", read_only=True)
    person = serializers.CharField(source="person.display_name", read_only=True)
    module: serializers.SlugRelatedField[Module] = serializers.SlugRelatedField(
        slug_field="slug", read_only=True
    )

    class Meta:
        model = Completion
        fields = [
            "enrolment", "person", "module", "verdict", "reason", "counts_as",
            "minutes_attended", "minutes_planned", "effective_on", "recorded_at",
        ]  # fmt: skip


class ScoreSerializer(serializers.Serializer[Any]):
    """The count of unique people against the target."""

    count = serializers.IntegerField()
    target = serializers.IntegerField(source="target.count")
    name = serializers.CharField(source="target.name")
    ends_on = serializers.DateField(source="target.ends_on")
