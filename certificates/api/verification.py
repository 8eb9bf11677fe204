"""What a code is worth, for programs: no account, and one answer for every code nobody issued."""

from datetime import date
from http import HTTPStatus

from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from certificates.awards.enums import AwardKind, RevocationReason
from certificates.awards.lookups import Standing, is_asking_too_often, standing_of
from certificates.awards.models import Award
from certificates.holders.models import HolderChoice, as_shown


class Revocation(serializers.Serializer[Award]):
    """Since when an award no longer holds, and why."""

    on = serializers.SerializerMethodField()
    reason = serializers.ChoiceField(RevocationReason.choices, source="revocation_reason")
    note = serializers.CharField(source="revocation_note")

    def get_on(self, award: Award) -> date:
        """Return the day, where the programme is."""
        return timezone.localdate(award.revoked_at)


class VerificationSerializer(serializers.Serializer[Award]):
    """What a code is worth now. Everything but `status` is absent from an unknown code's answer.

    `holder` is the name as its holder lets it be shown, null once the award is worth nothing.
    """

    status = serializers.SerializerMethodField()
    code = serializers.CharField()
    serial = serializers.CharField()
    kind = serializers.ChoiceField(AwardKind.choices)
    title = serializers.CharField(source="facts.title")
    holder = serializers.SerializerMethodField()
    issuer = serializers.CharField(source="facts.provider.name")
    starts_on = serializers.DateField(source="facts.starts_on")
    ends_on = serializers.DateField(source="facts.ends_on")
    minutes_attended = serializers.IntegerField(source="facts.minutes_attended")
    minutes_planned = serializers.IntegerField(source="facts.minutes_planned")
    issued_on = serializers.DateField(source="facts.issued_on")
    is_demonstration = serializers.BooleanField(source="facts.demo")
    revoked = serializers.SerializerMethodField()
    replaced_by = serializers.CharField(source="replaced_by.code", default=None)
    pdf_sha256 = serializers.CharField(
        help_text="Of the sealed PDF: any other file is not the one that was issued."
    )

    def get_status(self, award: Award) -> Standing:
        """Return what the award is worth now."""
        return standing_of(award)

    def get_holder(self, award: Award) -> str | None:
        """Return the name as its holder lets it be shown."""
        if award.revoked_at is not None:
            return None
        return as_shown(award.facts["beneficiary"], HolderChoice.objects.of(award.recipient))

    @extend_schema_field(Revocation(allow_null=True))
    def get_revoked(self, award: Award) -> dict[str, object] | None:
        """Return since when it no longer holds, and why; null while it does."""
        return Revocation(award).data if award.revoked_at is not None else None


class Verify(APIView):
    """Say what a code is worth now."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="verify",
        auth=[],
        responses={
            200: VerificationSerializer,
            404: OpenApiResponse(description='{"status": "unknown"}, whatever was asked.'),
            429: OpenApiResponse(description="More than sixty codes in a minute."),
        },
    )
    def get(self, request: Request, code: str) -> Response:
        """Return the award a code names, as it was issued, and whether it still holds.

        Lower case, hyphens and spaces are accepted. Sixty codes a minute.
        """
        if is_asking_too_often(str(request.META.get("REMOTE_ADDR", ""))):
            too_many = HTTPStatus.TOO_MANY_REQUESTS
            return Response({"status": "asked_too_often"}, too_many, headers={"Retry-After": "60"})
        found = Award.objects.for_code(code).select_related("replaced_by", "recipient").first()
        if found is None:
            answer = Response({"status": Standing.UNKNOWN}, HTTPStatus.NOT_FOUND)
        else:
            answer = Response(VerificationSerializer(found).data)
        add_never_cache_headers(answer)
        answer["X-Robots-Tag"] = "noindex, nofollow"
        return answer
