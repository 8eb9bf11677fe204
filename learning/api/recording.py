"""What interactive activities say of who does them, sent by the page that plays them."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import Throttled, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.http import person_of
from learning.enrolment.models import Enrolment
from learning.progress.queries import saved_state
from learning.progress.services import (
    TooManyStatements,
    record_statement,
    reset_state,
    save_state,
)
from modules.h5p.xapi import UnreadableStatementError, read_statement
from modules.programmes.models import Activity


class StateSerializer(serializers.Serializer[Any]):
    """Where a participant is in an activity: a JSON object, as text; "" when nothing is kept."""

    data = serializers.CharField(trim_whitespace=False)  # type: ignore[assignment]


def _mine(request: Request, pk: UUID, activity_pk: int) -> tuple[Enrolment, Activity]:
    """Return one's own enrolment and an activity of its revision: nobody answers for another."""
    person = person_of(request)
    enrolment = get_object_or_404(
        Enrolment.objects.visible_to(person).filter(person=person).select_related("cohort"), pk=pk
    )
    activity = get_object_or_404(
        Activity.objects.for_participants().select_related("sequence__day"),
        sequence__day__revision=enrolment.cohort.revision_id,
        pk=activity_pk,
    )
    return enrolment, activity


class Statements(APIView):
    """What an activity says (xAPI)."""

    @extend_schema(request=OpenApiTypes.OBJECT, responses={201: OpenApiTypes.OBJECT})
    def post(self, request: Request, pk: UUID, activity: int) -> Response:
        """Keep one statement. Its id makes sending it twice harmless."""
        enrolment, done = _mine(request, pk, activity)
        try:
            told = read_statement(request.data, now=timezone.now())
        except UnreadableStatementError as error:
            raise ValidationError({"code": error.code, "detail": str(error)}) from error
        try:
            kept = record_statement(
                person=person_of(request), enrolment=enrolment, activity=done, told=told
            )
        except TooManyStatements as refusal:
            raise Throttled(wait=60, detail=str(refusal)) from refusal
        return Response({"id": str(kept.pk)}, HTTPStatus.CREATED)


class State(APIView):
    """Where the person is in an activity."""

    @extend_schema(responses=StateSerializer)
    def get(self, request: Request, pk: UUID, activity: int) -> Response:
        """Return what was saved."""
        return Response({"data": saved_state(*_mine(request, pk, activity))})

    @extend_schema(request=StateSerializer, responses={204: None})
    def put(self, request: Request, pk: UUID, activity: int) -> Response:
        """Save over what was saved before."""
        enrolment, done = _mine(request, pk, activity)
        asked = StateSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        save_state(
            person=person_of(request),
            enrolment=enrolment,
            activity=done,
            data=asked.validated_data["data"],
        )
        return Response(status=HTTPStatus.NO_CONTENT)

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, pk: UUID, activity: int) -> Response:
        """Forget it: the activity starts again."""
        enrolment, done = _mine(request, pk, activity)
        reset_state(person=person_of(request), enrolment=enrolment, activity=done)
        return Response(status=HTTPStatus.NO_CONTENT)
