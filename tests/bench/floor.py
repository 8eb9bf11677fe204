"""What any signed-in Django page costs: ten queries, forty rows, eight kilobytes.

Served by the same process, behind the same middleware, on the same database as the pages it is
compared with. Two of the ten queries are the session's and the person's.
"""

import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine, Template

from accounts.http import person_of
from accounts.organisations.models import Organisation
from accounts.users.models import User
from certificates.awards.models import Award
from common.audit.models import AuditEntry
from learning.cohorts.models import Cohort, HalfDay, Venue
from learning.enrolment.models import Enrolment
from modules.programmes.models import Module

ROWS = 40
COUNTED = (Organisation, Award, Cohort, HalfDay, Venue, Module, User)
CPU_HEADER = "X-Cpu-Ms"
Next = Callable[[HttpRequest], HttpResponse]


class CpuTimeMiddleware:
    """Say in a header what a request cost this thread, in milliseconds of CPU."""

    def __init__(self, get_response: Next) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and say the cost."""
        start = time.thread_time_ns()
        response = self.get_response(request)
        response[CPU_HEADER] = str((time.thread_time_ns() - start) / 1e6)
        return response


@cache
def _template() -> Template:
    source = Path(__file__).with_suffix(".html").read_text(encoding="utf-8")
    return Engine().from_string(source)


def page(request: HttpRequest) -> HttpResponse:
    """Show forty enrolments and seven counts."""
    rows = Enrolment.objects.select_related("person").order_by("requested_at")[:ROWS]
    counts = [model._default_manager.count() for model in COUNTED]
    context = {"user": request.user, "rows": rows, "counts": counts}
    return HttpResponse(_template().render(Context(context)))


def insert(request: HttpRequest) -> HttpResponse:
    """Write one row, of the signed-in person: what any act that leaves a trace costs at least."""
    AuditEntry.objects.create(
        actor=person_of(request), action="bench", object_type="x", object_id="1"
    )
    return HttpResponse("{}", content_type="application/json")
