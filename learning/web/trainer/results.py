"""What a cohort answered to its interactive activities: counts by question, never a ranking."""

import csv
import json
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from learning.cohorts.models import Cohort
from learning.enrolment.models import Enrolment
from learning.progress.models import Statement
from learning.progress.queries import pseudonym_of, results_of, statements_of
from learning.web.trainer.cohorts import cohort_of, crumbs_of
from modules.programmes.models import Activity

COLUMNS = (
    "timestamp", "participant", "verb", "object", "question", "response", "success", "raw_score",
    "max_score", "completion", "duration",
)  # fmt: skip
# A cell that a spreadsheet would run as a formula.
RISKY = ("=", "+", "-", "@", "\t", "\r")


def _activity(cohort: Cohort, activity_id: int) -> Activity:
    shown = Activity.objects.for_participants()
    interactive = shown.exclude(content_version=None).select_related("sequence__day")
    return get_object_or_404(
        interactive, sequence__day__revision=cohort.revision_id, pk=activity_id
    )


@require_safe
def results(request: HttpRequest, code: str) -> HttpResponse:
    """List the interactive activities of a cohort, and how far it is in each."""
    cohort = cohort_of(request, code)
    activities = (
        Activity.objects.for_participants()
        .exclude(content_version=None)
        .filter(sequence__day__revision=cohort.revision_id)
        .select_related("sequence__day")
        .order_by("sequence__day__position", "sequence__starts", "position")
    )
    context = {
        "cohort": cohort,
        "rows": [(activity, results_of(cohort, activity)) for activity in activities],
        "total": Enrolment.objects.confirmed().filter(cohort=cohort).count(),
        "crumbs": crumbs_of(cohort),
    }
    return render(request, "learning/trainer/results.html", context)


@require_safe
def activity_results(request: HttpRequest, code: str, activity_id: int) -> HttpResponse:
    """Show what the cohort answered, question by question."""
    cohort = cohort_of(request, code)
    activity = _activity(cohort, activity_id)
    context = {
        "cohort": cohort,
        "activity": activity,
        "results": results_of(cohort, activity),
        "total": Enrolment.objects.confirmed().filter(cohort=cohort).count(),
        "crumbs": [
            *crumbs_of(cohort),
            (_("Résultats"), reverse("trainer:results", args=[cohort.code])),
        ],
    }
    return render(request, "learning/trainer/activity_results.html", context)


class _Echo:
    """What the CSV writer writes to: it gives the line back."""

    def write(self, line: str) -> str:
        """Return the line."""
        return line


@require_safe
def statements_csv(request: HttpRequest, code: str, activity_id: int) -> StreamingHttpResponse:
    """Give the answers as a table, people under a pseudonym."""
    cohort = cohort_of(request, code)
    rows = statements_of(cohort, _activity(cohort, activity_id)).defer("body")
    writer = csv.writer(_Echo(), delimiter=";")
    lines = (writer.writerow(line) for line in _lines(rows.iterator()))
    return _download(lines, "text/csv; charset=utf-8", f"{cohort.code}-{activity_id}.csv")


def _lines(rows: Iterator[Statement]) -> Iterator[tuple[object, ...]]:
    # The mark that tells office software which encoding this is.
    yield (f"\ufeff{COLUMNS[0]}", *COLUMNS[1:])
    for row in rows:
        cells = (
            row.timestamp.isoformat(), pseudonym_of(row.enrolment_id), row.verb, row.object_id,
            row.question, row.response, row.success, row.raw_score, row.max_score, row.completion,
            row.duration,
        )  # fmt: skip
        yield tuple(map(_harmless, cells))


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(RISKY) else cell


@require_safe
def statements_jsonl(request: HttpRequest, code: str, activity_id: int) -> StreamingHttpResponse:
    """Give the whole statements (xAPI), one a line, people under a pseudonym."""
    cohort = cohort_of(request, code)
    bodies = statements_of(cohort, _activity(cohort, activity_id)).values_list("body", flat=True)
    lines = (json.dumps(body, ensure_ascii=False) + "\n" for body in bodies.iterator())
    return _download(lines, "application/x-ndjson", f"{cohort.code}-{activity_id}.jsonl")


def _download(lines: Iterator[str], kind: str, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(lines, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
