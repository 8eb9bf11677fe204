"""The page of a run, the same at both desks: how far it is, what it made, its zip."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from accounts.users.models import User
from common.audit.services import record
from common.errors import DomainError
from learning.issuing.enums import RunScope, RunState
from learning.issuing.models import IssueRun
from learning.issuing.services import has_stopped, job_of, resume_run
from learning.web.trail import trail_of

STEPS: dict[str, str | Promise] = {
    RunState.ISSUING: gettext_lazy("Délivrance des titres"),
    RunState.PACKING: gettext_lazy("Impression et sceau"),
}


@dataclass(frozen=True, slots=True)
class RunDesk:
    """From where runs are seen: who may `enter`, and the namespace of the addresses."""

    space: str
    enter: Callable[[HttpRequest], User]

    def url(self, name: str, *args: object) -> str:
        """Return the address of one of the desk's pages."""
        return reverse(f"{self.space}:{name}", args=args)


def run_urls(desk: RunDesk, base: str) -> list[URLPattern]:
    """Return the routes of a desk's runs."""
    return [
        path(f"{base}<uuid:run_id>/", RunPage.as_view(desk=desk), name="issue_run"),
        path(
            f"{base}<uuid:run_id>/avancement/",
            RunProgress.as_view(desk=desk),
            name="issue_run_progress",
        ),
        path(f"{base}<uuid:run_id>/titres.zip", RunZip.as_view(desk=desk), name="issue_run_zip"),
    ]


class _OfRun(View):
    """A page of a run that the person sees; strangers get 404."""

    desk: RunDesk = None  # type: ignore[assignment]  # given to `as_view`

    def run_of(self, request: HttpRequest, run_id: UUID) -> IssueRun:
        self.person = self.desk.enter(request)
        visible = IssueRun.objects.visible_to(self.person).select_related(
            "cohort__venue", "enrolment__person", "organisation", "asked_by"
        )
        return get_object_or_404(visible, pk=run_id)


class RunPage(_OfRun):
    """One run; POST takes it up again once its workers gave it up."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, run_id: UUID) -> HttpResponse:
        """Show it."""
        return self._show(self.run_of(request, run_id))

    def post(self, request: HttpRequest, run_id: UUID) -> HttpResponse:
        """Take it up again."""
        run = self.run_of(request, run_id)
        try:
            resume_run(actor=self.person, run=run)
        except DomainError as refusal:
            return self._show(run, refusal)
        messages.success(request, _("La délivrance reprend où elle était."))
        return redirect(self.desk.url("issue_run", run.pk))

    def _show(self, run: IssueRun, refusal: DomainError | None = None) -> HttpResponse:
        context = {
            "run": run,
            "refusal": refusal,
            "subject": subject_of(run),
            "may_issue": self.desk.space == "steering",
            "zip_url": self.desk.url("issue_run_zip", run.pk) if run.zip else "",
            "cohort_url": self.desk.url("papers", run.cohort.code) if run.cohort else "",
            "trail": trail_of([run]),
            "crumbs": _crumbs(self.desk, run),
            **_progress(self.desk, run),
        }
        status = 409 if refusal else 200
        return render(self.request, "learning/issuing/run.html", context, status=status)


def subject_of(run: IssueRun) -> str:
    """Return whose papers a run is about, in words."""
    if run.scope == RunScope.DUE:
        return _("Tout ce qui était dû")
    whose = run.cohort.title if run.cohort else ""
    if run.enrolment:
        return _("%(person)s, %(cohort)s") % {
            "person": run.enrolment.person.display_name, "cohort": whose,
        }  # fmt: skip
    if run.organisation:
        return _("%(organisation)s, %(cohort)s") % {
            "organisation": run.organisation.name, "cohort": whose,
        }  # fmt: skip
    return whose


def _crumbs(desk: RunDesk, run: IssueRun) -> list[tuple[str, str]]:
    crumbs = [(_("Certificats"), desk.url("awards"))]
    if desk.space == "steering":
        crumbs.append((_("Délivrances"), desk.url("issue_runs")))
    elif run.cohort:
        crumbs.append((run.cohort.title, desk.url("papers", run.cohort.code)))
    return crumbs


class RunProgress(_OfRun):
    """How far a run is, asked for again and again; once over, the page shows the result."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, run_id: UUID) -> HttpResponse:
        """Show the bar alone."""
        run = self.run_of(request, run_id)
        progress = _progress(self.desk, run)
        response = render(request, "learning/issuing/run_progress.html", progress)
        if not progress["is_under_way"]:
            response["HX-Refresh"] = "true"
        return response


def _progress(desk: RunDesk, run: IssueRun) -> dict[str, object]:
    """Return how far the job of the step it is at is."""
    job, stopped = job_of(run), has_stopped(run)
    return {
        "is_under_way": not run.is_done and not stopped,
        "has_stopped": stopped,
        "step": STEPS.get(run.state, ""),
        "done": job.progress_done if job else 0,
        "job_total": job.progress_total if job else 0,
        "progress_url": desk.url("issue_run_progress", run.pk),
    }


class RunZip(_OfRun):
    """The zip of a run, for as long as it is kept."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, run_id: UUID) -> FileResponse:
        """Give it, and write that it was taken."""
        run = self.run_of(request, run_id)
        if not run.zip:
            raise Http404
        record(actor=self.person, action="papers_downloaded", target=run, count=run.packed)
        name = f"titres-{run.cohort.code if run.cohort else run.asked_at.date().isoformat()}.zip"
        return FileResponse(run.zip.open("rb"), as_attachment=True, filename=name)
