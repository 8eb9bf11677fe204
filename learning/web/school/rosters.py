"""A school's file of people: sent, read by its columns, checked, applied, and its result."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.organisations.models import Organisation
from common.errors import DomainError
from common.jobs.models import Job
from frontend.tables import PAGE_SIZE, Column, as_csv
from learning.cohorts.models import Cohort
from learning.enrolment.enums import EnrolmentState
from learning.enrolment.permissions import can_ask_for_a_place
from learning.rosters.checking import table_of
from learning.rosters.enums import APPLY, Answer, LineKind, Lines, RosterState
from learning.rosters.models import Roster
from learning.rosters.planning import ANSWERS
from learning.rosters.problems import Problem
from learning.rosters.samples import sample_csv, sample_xlsx
from learning.rosters.services import (
    answer_lines,
    apply_roster,
    choose_columns,
    counts_of,
    has_failed,
    send_roster,
)
from learning.web.school.access import school_manager
from learning.web.school.roster_forms import ColumnsForm, RosterForm

SAMPLES = {
    "csv": (sample_csv, "text/csv; charset=utf-8"),
    "xlsx": (sample_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
# How many doubtful lines are asked about at once.
ASKED_AT_ONCE = 50
RESULT_COLUMNS: tuple[Column, ...] = (
    (gettext_lazy("Ligne"), lambda line: line["n"]),
    (gettext_lazy("Nom"), lambda line: line["last_name"]),
    (gettext_lazy("Prénom"), lambda line: line["first_name"]),
    (gettext_lazy("Courriel"), lambda line: line["email"]),
    (gettext_lazy("Résultat"), lambda line: line["label"]),
    (gettext_lazy("Inscription"), lambda line: line["state_label"]),
    (gettext_lazy("Colonne"), lambda line: " / ".join(p.column for p in line["problems"])),
    (gettext_lazy("Explication"), lambda line: " ".join(p.sentence for p in line["problems"])),
    (gettext_lazy("À faire"), lambda line: " ".join(p.remedy for p in line["problems"])),
)


def _roster(request: HttpRequest, roster_id: UUID) -> Roster:
    person = school_manager(request)
    mine = Roster.objects.visible_to(person).select_related("cohort__venue", "organisation")
    return get_object_or_404(mine, pk=roster_id)


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, code: str) -> HttpResponse:
    """Show the form that takes a file, and those already sent; POST takes one."""
    person = school_manager(request)
    cohort = get_object_or_404(Cohort.objects.visible_to(person).for_lists(), code=code)
    organisations = Organisation.objects.managed_by(person).order_by("name")
    form = RosterForm(request.POST or None, request.FILES or None, organisations=organisations)
    refusal: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            roster = send_roster(
                actor=person, cohort=cohort, organisation=form.cleaned_data["organisation"],
                filename=form.cleaned_data["file"].name, data=form.cleaned_data["file"].read(),
            )  # fmt: skip
        except DomainError as error:
            refusal = error
        else:
            return redirect(_where(roster))
    sent = Roster.objects.visible_to(person).filter(cohort=cohort).order_by("-sent_at")
    context = {
        "cohort": cohort, "form": form, "refusal": refusal, "sent": sent[:PAGE_SIZE],
        "may_enrol": can_ask_for_a_place(cohort), "crumbs": _crumbs(cohort),
    }  # fmt: skip
    is_invalid = form.is_bound and not form.is_valid()
    status = 409 if refusal else 422 if is_invalid else 200
    return render(request, "learning/school/import.html", context, status=status)


def _crumbs(cohort: Cohort) -> list[tuple[str, str]]:
    return [
        (_("Cohortes"), reverse("school:home")),
        (cohort.title, reverse("school:cohort", args=[cohort.code])),
    ]


def _where(roster: Roster) -> str:
    name = "school:roster_columns" if roster.state == RosterState.SENT else "school:roster"
    return reverse(name, args=[roster.pk])


@require_safe
def sample(request: HttpRequest, kind: str) -> HttpResponse:
    """Give a file to start from."""
    school_manager(request)
    if kind not in SAMPLES:
        raise Http404
    write, content_type = SAMPLES[kind]
    response = HttpResponse(write(), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="modele-inscriptions.{kind}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, roster_id: UUID) -> HttpResponse:
    """Ask what each column is; POST keeps it for this file and the next ones."""
    roster = _roster(request, roster_id)
    if roster.state not in (RosterState.SENT, RosterState.CHECKED):
        return redirect("school:roster", roster.pk)
    form = ColumnsForm(request.POST or None, roster=roster, table=table_of(roster))
    refusal: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            choose_columns(
                actor=school_manager(request), roster=roster, columns=form.columns()
            )  # fmt: skip
        except DomainError as error:
            refusal = error
        else:
            return redirect("school:roster", roster.pk)
    context = {
        "roster": roster, "form": form, "refusal": refusal, "crumbs": _crumbs(roster.cohort),
    }  # fmt: skip
    status = 409 if refusal else 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "learning/school/roster_columns.html", context, status=status)


@require_safe
def roster(request: HttpRequest, roster_id: UUID) -> HttpResponse:
    """Show what each line would do, or did."""
    shown = _roster(request, roster_id)
    if shown.state == RosterState.SENT:
        return redirect(_where(shown))
    return _show(request, shown, None)


def _show(request: HttpRequest, shown: Roster, refusal: DomainError | None) -> HttpResponse:
    if request.GET.get("format") == "csv":
        return as_csv("resultat", RESULT_COLUMNS, [_told(line, shown) for line in shown.report])
    counts = counts_of(shown)
    asked = [line for line in shown.report if line["kind"] == LineKind.ASK]
    wanted = request.GET.get("voir", "")
    kept = [line for line in shown.report if not wanted or line["kind"] == wanted]
    page = Paginator(kept, PAGE_SIZE).get_page(request.GET.get("page"))
    page.object_list = [_told(line, shown) for line in page.object_list]
    context = {
        "roster": shown,
        "cohort": shown.cohort,
        "refusal": refusal or shown.refusal or (_INTERRUPTED if has_failed(shown) else ""),
        "page": page,
        "shown": wanted,
        "kinds": [(one, _label(one, shown), counts[one]) for one in LineKind if counts[one]],
        "total": sum(counts.values()),
        "is_forgotten": shown.state == RosterState.APPLIED and not shown.report,
        "good": counts[LineKind.CREATE] + counts[LineKind.UPDATE],
        "errors": counts[LineKind.ERROR],
        "asked_count": len(asked),
        "asked": [_told(line, shown) for line in asked[:ASKED_AT_ONCE]],
        "is_applied": shown.state == RosterState.APPLIED,
        "may_enrol": can_ask_for_a_place(shown.cohort),
        "crumbs": _crumbs(shown.cohort),
        **_progress(shown),
    }
    return render(
        request, "learning/school/roster.html", context, status=409 if refusal else 200
    )  # fmt: skip


def _told(line: dict[str, object], shown: Roster) -> dict[str, object]:
    """Return a line of the report in words."""
    kind = LineKind(str(line["kind"]))
    said = line["said"]
    problems = [Problem.from_json(one) for one in said] if isinstance(said, list) else []
    state = line.get("state")
    choices = [
        (answer.value, answer.label) for one in problems for answer in ANSWERS.get(one.code, ())
    ]
    return {
        **line,
        "label": _label(kind, shown),
        "tone": _TONES[kind],
        "state_label": EnrolmentState(str(state)).label if state else "",
        "problems": problems,
        "choices": choices,
    }


def _label(kind: LineKind, shown: Roster) -> str:
    """Return what a line will do, or did."""
    if shown.state == RosterState.APPLIED and kind in _DONE:
        return str(_DONE[kind])
    return str(kind.label)


_DONE = {LineKind.CREATE: gettext_lazy("inscrite"), LineKind.UPDATE: gettext_lazy("complétée")}
_INTERRUPTED = gettext_lazy("L’application s’est interrompue, rien n’est écrit : recommencez.")
_TONES = {
    LineKind.CREATE: "good", LineKind.UPDATE: "info", LineKind.UNCHANGED: "outline",
    LineKind.ASK: "warn", LineKind.ERROR: "bad", LineKind.SKIPPED: "outline",
}  # fmt: skip


def _progress(shown: Roster) -> dict[str, object]:
    """Return how far the job that writes is."""
    job = Job.objects.filter(kind=APPLY, key=shown.job_key).first()
    return {
        "is_applying": shown.state == RosterState.APPLYING and not has_failed(shown),
        "done": job.progress_done if job else 0,
        "job_total": job.progress_total if job else 0,
    }


@require_safe
def progress(request: HttpRequest, roster_id: UUID) -> HttpResponse:
    """Show how far the job is; once over, the page shows the result."""
    shown = _roster(request, roster_id)
    context = {"roster": shown, **_progress(shown)}
    response = render(request, "learning/school/roster_progress.html", context)
    if not context["is_applying"]:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def answer(request: HttpRequest, roster_id: UUID) -> HttpResponse:
    """Keep what the school says of doubtful lines."""
    shown = _roster(request, roster_id)
    answers = {
        name.removeprefix("l-"): Answer(value)
        for name, value in request.POST.items()
        if name.startswith("l-") and value in Answer.values
    }
    try:
        answer_lines(actor=school_manager(request), roster=shown, answers=answers)
    except DomainError as error:
        return _show(request, shown, error)
    messages.success(request, _("Vos réponses sont gardées ; rien n’est encore écrit."))
    return redirect("school:roster", shown.pk)


@require_POST
def apply(request: HttpRequest, roster_id: UUID) -> HttpResponse:
    """Have the file applied: all of it, or its good lines."""
    shown = _roster(request, roster_id)
    lines = Lines.ALL if request.POST.get("lignes") == Lines.ALL else Lines.GOOD
    try:
        apply_roster(actor=school_manager(request), roster=shown, lines=lines)
    except DomainError as error:
        return _show(request, shown, error)
    return redirect("school:roster", shown.pk)
