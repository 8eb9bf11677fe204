"""The same services as the pages, for programs. A refusal is a 409 with {"code", "detail"}."""

from collections.abc import Callable
from http import HTTPStatus
from typing import ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.generics import GenericAPIView, ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.http import person_of
from learning.api.serializers import (
    AgentSerializer,
    CohortSerializer,
    CompletionSerializer,
    CountersignatureSerializer,
    EnrolmentDetailSerializer,
    EnrolmentSerializer,
    MarkSerializer,
    ModuleSerializer,
    ReasonSerializer,
    RequestSerializer,
    ScoreSerializer,
)
from learning.attendance.services import countersign_half_day, record_mark, sign_half_day
from learning.cohorts.models import Cohort, HalfDay
from learning.completion.models import Completion
from learning.enrolment.models import Enrolment
from learning.enrolment.offers import OfferIsOver, accept_offer, decline_offer
from learning.enrolment.reservations import enrol_for
from learning.enrolment.services import cancel_enrolment, request_place
from learning.figures.queries import score
from modules.programmes.models import Module


class Modules(ListAPIView[Module]):
    """The modules of the catalogue."""

    serializer_class = ModuleSerializer
    queryset = Module.objects.select_related("format").order_by("title")


class CohortsMixin(GenericAPIView[Cohort]):
    """Cohorts the person may see."""

    serializer_class = CohortSerializer

    def get_queryset(self) -> QuerySet[Cohort]:
        """Return them ready to show."""
        visible = Cohort.objects.visible_to(person_of(self.request))
        return visible.for_lists().prefetch_related("half_days").order_by("starts_on", "code")


class Cohorts(CohortsMixin, ListAPIView[Cohort]):
    """The cohorts the person may see, soonest first."""


class CohortDetail(CohortsMixin, RetrieveAPIView[Cohort]):
    """One cohort."""

    lookup_field = "code"


class EnrolmentsMixin(GenericAPIView[Enrolment]):
    """Enrolments the person may see: theirs, their school's, or their cohorts'."""

    serializer_class = EnrolmentSerializer

    def get_queryset(self) -> QuerySet[Enrolment]:
        """Return them ready to show."""
        visible = Enrolment.objects.visible_to(person_of(self.request)).with_rank().with_offer()
        return visible.select_related("cohort", "person").order_by("-requested_at", "pk")


class Enrolments(EnrolmentsMixin, ListAPIView[Enrolment]):
    """The enrolments the person may see."""


class EnrolmentDetail(EnrolmentsMixin, RetrieveAPIView[Enrolment]):
    """One enrolment, and why its person waits."""

    serializer_class = EnrolmentDetailSerializer


def _cohort(request: Request, code: str) -> Cohort:
    return get_object_or_404(Cohort.objects.visible_to(person_of(request)), code=code)


def _enrolment(request: Request, pk: UUID) -> Enrolment:
    visible = Enrolment.objects.visible_to(person_of(request)).with_rank().with_offer()
    return get_object_or_404(visible.select_related("cohort", "person"), pk=pk)


def _half_day(request: Request, pk: int) -> HalfDay:
    """Return a half-day of a cohort the person may see."""
    found = get_object_or_404(HalfDay.objects.select_related("cohort"), pk=pk)
    if not Cohort.objects.visible_to(person_of(request)).filter(pk=found.cohort_id).exists():
        raise NotFound
    return found


def _shown(enrolment: Enrolment, status: HTTPStatus = HTTPStatus.OK) -> Response:
    ranked = Enrolment.objects.with_rank().with_offer().select_related("cohort", "person")
    return Response(EnrolmentDetailSerializer(ranked.get(pk=enrolment.pk)).data, status)


class RequestPlace(APIView):
    """Ask for a place for oneself."""

    @extend_schema(request=RequestSerializer, responses={201: EnrolmentDetailSerializer})
    def post(self, request: Request, code: str) -> Response:
        """Give a place, a rank on the waiting list, or a turn while the structure answers."""
        asked = RequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        enrolment = request_place(
            person=person_of(request),
            cohort=_cohort(request, code),
            approver_email=asked.validated_data["approver_email"],
        )
        return _shown(enrolment, HTTPStatus.CREATED)


class AnswerOffer(APIView):
    """Answer the place one is offered: people answer for themselves."""

    answer: ClassVar[Callable[..., Enrolment]] = staticmethod(accept_offer)

    @extend_schema(request=None, responses=EnrolmentDetailSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """Answer; an offer that is over is refused (409)."""
        person = person_of(request)
        mine = get_object_or_404(Enrolment.objects.visible_to(person).filter(person=person), pk=pk)
        offer = mine.offers.select_related("enrolment").order_by("-made_at").first()
        if offer is None:
            raise OfferIsOver
        return _shown(type(self).answer(actor=person, offer=offer))


class DeclineOffer(AnswerOffer):
    """Leave the place one is offered to the next person."""

    answer = staticmethod(decline_offer)


class EnrolAgent(APIView):
    """Enrol an agent for a school."""

    @extend_schema(request=AgentSerializer, responses={201: EnrolmentDetailSerializer})
    def post(self, request: Request, code: str) -> Response:
        """Give the agent a place, or a rank on the waiting list."""
        asked = AgentSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        enrolment = enrol_for(
            actor=person_of(request),
            cohort=_cohort(request, code),
            organisation=asked.validated_data["organisation"],
            details=asked.details(),
        )
        return _shown(enrolment, HTTPStatus.CREATED)


class CancelEnrolment(APIView):
    """Give a place or a turn up."""

    @extend_schema(request=ReasonSerializer, responses=EnrolmentDetailSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """Cancel; a freed place goes to whoever waits first."""
        told = ReasonSerializer(data=request.data)
        told.is_valid(raise_exception=True)
        enrolment = cancel_enrolment(
            actor=person_of(request),
            enrolment=_enrolment(request, pk),
            reason=told.validated_data["reason"],
        )
        return _shown(enrolment)


class SignHalfDay(APIView):
    """Sign a half-day for oneself."""

    @extend_schema(request=None, responses=MarkSerializer)
    def post(self, request: Request, pk: UUID, half_day: int) -> Response:
        """Sign now; signing again changes nothing."""
        mark = sign_half_day(
            person=person_of(request),
            enrolment=_enrolment(request, pk),
            half_day=_half_day(request, half_day),
        )
        return Response(MarkSerializer(mark).data)


class RecordMark(APIView):
    """Note whether a participant is there."""

    @extend_schema(request=MarkSerializer, responses=MarkSerializer)
    def put(self, request: Request, pk: UUID, half_day: int) -> Response:
        """Write the mark of a half-day that is not countersigned."""
        told = MarkSerializer(data=request.data)
        told.is_valid(raise_exception=True)
        mark = record_mark(
            actor=person_of(request),
            enrolment=_enrolment(request, pk),
            half_day=_half_day(request, half_day),
            presence=told.presence(),
        )
        return Response(MarkSerializer(mark).data)


class CountersignHalfDay(APIView):
    """Seal a half-day."""

    @extend_schema(request=None, responses=CountersignatureSerializer)
    def post(self, request: Request, half_day: int) -> Response:
        """Countersign; whoever is neither signed nor noted is absent."""
        seal = countersign_half_day(
            trainer=person_of(request), half_day=_half_day(request, half_day)
        )
        return Response(CountersignatureSerializer(seal).data)


class Completions(ListAPIView[Completion]):
    """The verdicts that hold, of the people one may see."""

    serializer_class = CompletionSerializer

    def get_queryset(self) -> QuerySet[Completion]:
        """Return them, the latest first."""
        visible = Completion.objects.visible_to(person_of(self.request)).current()
        return visible.select_related("person", "module").order_by("-effective_on", "pk")


class ScoreView(APIView):
    """The programme's count, as the public catalogue shows it."""

    @extend_schema(responses=ScoreSerializer)
    def get(self, _request: Request) -> Response:
        """Return the count of unique people against the target."""
        found = score(timezone.now())
        if found is None:
            raise NotFound
        return Response(ScoreSerializer(found).data)
