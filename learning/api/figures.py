"""The figures of the board for programs: the same filters, the same numbers."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.http import person_of
from accounts.users.enums import Role
from accounts.users.models import User
from learning.counting.enums import Dimension
from learning.figures.filters import NAMES, Filters, known_at
from learning.figures.planned import expected_on
from learning.figures.queries import Figures, Step, figures_of
from learning.figures.words import definition_of, scope_of
from learning.targets.models import Target

# By day, there are the points; by employer, there are too many: filter by `structure`.
SHOWN = tuple(one for one in Dimension if one not in (Dimension.DAY, Dimension.EMPLOYER))
DAYS = ("since", "until")


class MeasuresSerializer(serializers.Serializer[Any]):
    """What is counted together: people once each; verdicts, minutes and half-days each time."""

    people = serializers.IntegerField()
    judged = serializers.IntegerField()
    acquired = serializers.IntegerField()
    minutes = serializers.IntegerField()
    half_days = serializers.IntegerField()
    half_days_planned = serializers.IntegerField()


class PartSerializer(serializers.Serializer[Any]):
    """What has one value in a dimension; "" is no value. Parts add up to the totals."""

    value = serializers.CharField(allow_blank=True)
    label = serializers.CharField()  # type: ignore[assignment] # a field of this name
    measures = MeasuresSerializer()


class PointSerializer(serializers.Serializer[Any]):
    """A month: its last day known, how many people then, and all until then."""

    on = serializers.DateField()
    people = serializers.IntegerField()
    total = serializers.IntegerField()


class AimSerializer(serializers.Serializer[Any]):
    """A target, as it was at the instant asked for."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    count = serializers.IntegerField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    scope_kind = serializers.CharField()
    scope_value = serializers.CharField(allow_blank=True)
    scope = serializers.CharField(help_text="In words.")
    expected = serializers.IntegerField(help_text="By its trajectory, on the last day counted.")


class FiguresSerializer(serializers.Serializer[Any]):
    """The figures of a target, in part or in full; rates are from 0 to 1, of people judged."""

    target = AimSerializer()
    definition = serializers.CharField()
    counts_as = serializers.CharField()
    known_at = serializers.DateTimeField(help_text="What was written later is left out.")
    on = serializers.DateField(help_text="The last day counted.")
    is_ready = serializers.BooleanField(help_text="False while a new target is being counted.")
    filters = serializers.DictField(child=serializers.CharField())
    people = serializers.IntegerField()
    sensitised = serializers.IntegerField()
    hours = serializers.IntegerField()
    completion_rate = serializers.FloatField(allow_null=True)
    attendance_rate = serializers.FloatField(allow_null=True)
    totals = MeasuresSerializer()
    by = serializers.DictField(child=PartSerializer(many=True))
    months = PointSerializer(many=True)


PARAMETERS = [
    OpenApiParameter("objectif", OpenApiTypes.INT, description="A target; else the main one."),
    OpenApiParameter("au", OpenApiTypes.DATE, description="As known at the end of that day."),
    *(
        OpenApiParameter(name, OpenApiTypes.DATE if field in DAYS else OpenApiTypes.STR)
        for field, name in NAMES.items()
    ),
]


class FiguresView(APIView):
    """The figures of the board: to administrators, to who answers for a target, to schools."""

    @extend_schema(parameters=PARAMETERS, responses=FiguresSerializer)
    def get(self, request: Request) -> Response:
        """Return the figures asked for; a school's manager is given those of their school."""
        query = request.query_params
        at = known_at(query, timezone.now())
        person = person_of(request)
        target = _target(person, query.get("objectif", ""), at)
        filters = _allowed(person, target, Filters.from_query(query))
        return Response(FiguresSerializer(_told(figures_of(target, at=at, filters=filters))).data)


def _target(person: User, wanted: str, at: datetime) -> Target:
    """Return the target asked for, or the programme's; raise NotFound for what is not theirs."""
    main = Target.objects.main(timezone.localdate(at))
    if not wanted:
        found = main
    else:
        visible = Target.objects.visible_to(person)
        found = visible.filter(pk=wanted).first() if wanted.isdecimal() else None
        if found is None and main and wanted == str(main.pk):
            found = main
    if found is None:
        raise NotFound
    return found


def _allowed(person: User, target: Target, filters: Filters) -> Filters:
    """Return what part of a target's figures the person is given.

    Raises PermissionDenied for who has none, NotFound for a school that is not theirs.
    """
    if Target.objects.visible_to(person).filter(pk=target.pk).exists():
        return filters
    theirs = person.organisations_as(Role.SCHOOL_MANAGER)
    if not theirs:
        raise PermissionDenied
    school = filters.school or min(theirs)
    if school not in theirs:
        raise NotFound
    return replace(filters, school=school)


def _told(figures: Figures) -> dict[str, Any]:
    target, terms = figures.target, figures.terms
    return {
        "target": {
            "id": target.pk, "name": terms.name, "count": terms.count,
            "starts_on": target.starts_on, "ends_on": target.ends_on,
            "scope_kind": target.scope_kind, "scope_value": target.scope_value,
            "scope": scope_of(target), "expected": expected_on(target, figures.on),
        },
        "definition": definition_of(target),
        "counts_as": figures.counts_as,
        "known_at": figures.at,
        "on": figures.on,
        "is_ready": figures.is_ready,
        "filters": figures.filters.as_query(),
        "people": figures.people,
        "sensitised": figures.sensitised,
        "hours": figures.hours,
        "completion_rate": figures.completion_rate,
        "attendance_rate": figures.attendance_rate,
        "totals": figures.totals,
        "by": {str(one): figures.by(one) for one in SHOWN},
        "months": figures.points(Step.MONTH),
    }  # fmt: skip
