"""What a person settles: two sides that disagree, and what came after the countersignature."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import person_of
from common.errors import DomainError
from frontend.tables import page_of
from learning.attendance.enums import DeviceMarkState
from learning.attendance.models import AttendanceMark, DeviceMark, is_sealed
from learning.attendance.settling import leave_device_mark, take_device_mark
from learning.cohorts.models import Cohort
from learning.web.trainer.cohorts import cohort_of
from learning.web.trainer.roll_call.day import to_settle_in

# A clock this far from ours is said: it is why two hours may differ.
CLOCK_SAID_MS = 30_000
LAST_ONES = 20
READ_WITH = (
    "enrolment__person", "half_day__countersignature", "signature", "marked_by", "sent_by",
    "settled_by",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """A device's mark, and what the attendance says meanwhile."""

    mark: DeviceMark
    current: AttendanceMark | None
    device_names: Mapping[str, str]

    @property
    def is_late(self) -> bool:
        """Return whether the half-day is sealed: taking the mark is then a correction."""
        return self.mark.half_day is not None and is_sealed(self.mark.half_day)

    @property
    def current_device(self) -> str:
        """Return the name of the device that wrote what is recorded, "" without one."""
        return self.device_names.get(self.current.device, "") if self.current else ""

    @property
    def minutes_off(self) -> int:
        """Return how far the device's clock was from ours, in minutes; 0 when it was right."""
        off = abs(self.mark.clock_offset_ms)
        return max(round(off / 60_000), 1) if off >= CLOCK_SAID_MS else 0

    @property
    def is_behind(self) -> bool:
        """Return whether the device's clock was behind."""
        return self.mark.clock_offset_ms > 0


def cases_of(marks: Iterable[DeviceMark]) -> list[Case]:
    """Return each mark with what the attendance says of the same person and half-day."""
    listed = list(marks)
    current = AttendanceMark.objects.filter(
        enrolment__in={mark.enrolment_id for mark in listed},
        half_day__in={mark.half_day_id for mark in listed},
    ).select_related("recorded_by")
    by_place = {(one.enrolment_id, one.half_day_id): one for one in current}
    named = DeviceMark.objects.filter(device__in={one.device for one in by_place.values()})
    names = dict(
        named.exclude(device_name="")
        .order_by("received_at", "pk")
        .values_list("device", "device_name")
    )
    return [
        Case(mark, by_place.get((mark.enrolment_id, mark.half_day_id)), names)  # type: ignore[arg-type]
        for mark in listed
    ]


@require_safe
def conflicts(request: HttpRequest, code: str) -> HttpResponse:
    """List what waits for a person in a cohort, oldest first, both sides of each."""
    return _show(request, cohort_of(request, code))


def _show(
    request: HttpRequest, cohort: Cohort, refusal: DomainError | None = None,
    refused: UUID | None = None,
) -> HttpResponse:  # fmt: skip
    waiting = to_settle_in(cohort).select_related(*READ_WITH)
    page = page_of(request, waiting.order_by("half_day__starts_at", "received_at", "pk"))
    closed = DeviceMark.objects.filter(
        cohort=cohort, state__in=(DeviceMarkState.SETTLED, DeviceMarkState.REFUSED)
    ).select_related(*READ_WITH)
    context = {
        "cohort": cohort,
        "page": page,
        "cases": cases_of(page.object_list),
        "closed": list(closed.order_by("-received_at", "pk")[:LAST_ONES]),
        "refusal": refusal,
        "refused": refused,
        "typed": request.POST.get("raison", ""),
        "crumbs": [
            (_("Mes cohortes"), reverse("trainer:home")),
            (cohort.title, reverse("trainer:room", args=[cohort.code])),
        ],
    }
    status = HTTPStatus.CONFLICT if refusal else HTTPStatus.OK
    with timezone.override(cohort.venue.zone):
        return render(request, "learning/trainer/appel/conflicts.html", context, status=status)


@require_POST
def settle(request: HttpRequest, code: str, nonce: UUID) -> HttpResponse:
    """Keep one side or the other."""
    cohort = cohort_of(request, code)
    mark = get_object_or_404(DeviceMark.objects.select_related("cohort"), cohort=cohort, pk=nonce)
    act = take_device_mark if request.POST.get("choix") == "appareil" else leave_device_mark
    try:
        act(actor=person_of(request), mark=mark, reason=request.POST.get("raison", ""))
    except DomainError as refusal:
        return _show(request, cohort, refusal, mark.pk)
    messages.success(request, _("C’est réglé : les deux versions restent dans l’historique."))
    return redirect("trainer:conflicts", cohort.code)
