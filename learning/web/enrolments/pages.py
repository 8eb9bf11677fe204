"""One enrolment: where it stands, what happened, what may be done."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View

from accounts.users.models import User
from common.errors import DomainError
from learning.cohorts.enums import TAKING_REQUESTS
from learning.cohorts.models import Cohort
from learning.enrolment.enums import HOLDING, EnrolmentState
from learning.enrolment.groups import leave_group
from learning.enrolment.models import Enrolment, EnrolmentQuerySet
from learning.enrolment.moving import move_enrolment
from learning.enrolment.permissions import can_give_places_up, can_take_over, leaves_late
from learning.enrolment.replacing import replace_participant
from learning.enrolment.services import cancel_enrolment
from learning.web.enrolments.forms import MoveForm, ReplaceForm
from learning.web.enrolments.rows import people_of
from learning.web.trail import trail_of

# Those who have something to hand on.
MOVABLE = (*HOLDING, EnrolmentState.WAITING)


@dataclass(frozen=True, slots=True)
class Desk:
    """From where one acts: who may `enter`, which enrolments they `see`, how pages are named.

    `space` is the namespace of the desk's addresses, `cohorts` the name of its list of cohorts.
    """

    space: str
    cohorts: str
    enter: Callable[[HttpRequest], User]
    see: Callable[[User], EnrolmentQuerySet]

    def url(self, name: str, *args: object) -> str:
        """Return the address of one of the desk's pages."""
        return reverse(f"{self.space}:{name}", args=args)


class EnrolmentPage(View):
    """The page of one enrolment that the desk sees; strangers get 404."""

    desk: Desk = None  # type: ignore[assignment]  # given to `as_view`
    http_method_names = ["get", "head"]

    def enter(self, request: HttpRequest, enrolment_id: UUID) -> Enrolment:
        """Return the enrolment, once who asks may be here."""
        self.person = self.desk.enter(request)
        found = self.desk.see(self.person).select_related(
            "person", "group", "enrolled_by", "employer", "cohort__revision__edition"
        )
        return get_object_or_404(found, pk=enrolment_id)

    def get(self, request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
        """Show it."""
        return self.show(self.enter(request, enrolment_id))

    def show(
        self,
        shown: Enrolment,
        *,
        replacing: ReplaceForm | None = None,
        moving: MoveForm | None = None,
        refusal: DomainError | None = None,
    ) -> HttpResponse:
        """Render it, with what was typed and refused."""
        cohort = Cohort.objects.for_lists().prefetch_related("half_days").get(pk=shown.cohort_id)
        seen = self.desk.see(self.person)
        (row,) = people_of(seen.with_rank().with_offer().filter(pk=shown.pk), cohort)
        others = self.other_dates(shown)
        forms = [one for one in (replacing, moving) if one is not None]
        is_movable = row.enrolment.state in MOVABLE
        context = {
            "cohort": cohort,
            "row": row,
            "one": row.enrolment,
            "facts": shown,
            "replacing": replacing or ReplaceForm(),
            "moving": moving or MoveForm(cohorts=others),
            "other_dates": others.count(),
            "refusal": refusal,
            "may_replace": is_movable and can_take_over(cohort),
            "may_move": is_movable and can_give_places_up(cohort),
            "may_cancel": row.enrolment.state != EnrolmentState.CANCELLED
            and can_give_places_up(cohort),
            "is_late": leaves_late(shown),
            "history": trail_of([shown], names=self._colleagues(shown)),
            "elsewhere": [(one, self.url("enrolment", one.pk)) for one in self._elsewhere(shown)],
            "urls": {
                name: self.url(name, shown.pk)
                for name in ("replace", "move_enrolment", "cancel", "group_leave")
            },
            "crumbs": [
                (_("Cohortes"), reverse(self.desk.cohorts)),
                (cohort.title, self.url("cohort", cohort.code)),
            ],
        }
        is_invalid = any(one.is_bound and not one.is_valid() for one in forms)
        status = 409 if refusal else 422 if is_invalid else 200
        with timezone.override(cohort.venue.zone):
            return render(self.request, "learning/enrolments/person.html", context, status=status)

    def url(self, name: str, *args: object) -> str:
        """Return the address of one of the desk's pages."""
        return self.desk.url(name, *args)

    def done(self, said: str, *, back_to: str) -> HttpResponse:
        """Say what was done, on the page one goes back to."""
        messages.success(self.request, said)
        return redirect(back_to)

    def other_dates(self, shown: Enrolment) -> QuerySet[Cohort]:
        """Return the other dates of the module where the person may be moved, soonest first."""
        theirs = Enrolment.objects.active().filter(person=shown.person_id)
        return (
            Cohort.objects.visible_to(self.person)
            .filter(
                revision__edition__module=shown.cohort.revision.edition.module_id,
                state__in=TAKING_REQUESTS, starts_on__gte=timezone.localdate(),
            )
            .exclude(pk=shown.cohort_id)
            .exclude(pk__in=theirs.values("cohort"))
            .for_lists()
            .order_by("starts_on", "code")
        )  # fmt: skip

    def _colleagues(self, shown: Enrolment) -> dict[str, str]:
        """Return the other people seen there, by the text of their key: the history names them."""
        there = self.desk.see(self.person).filter(cohort=shown.cohort_id).exclude(pk=shown.pk)
        return {str(one.pk): one.person.display_name for one in there.select_related("person")}

    def _elsewhere(self, shown: Enrolment) -> QuerySet[Enrolment]:
        """Return the person's other enrolments that the desk sees: what else happened to them."""
        return (
            self.desk.see(self.person)
            .filter(person=shown.person_id)
            .exclude(pk=shown.pk)
            .with_rank()
            .select_related("cohort__revision__edition__module", "cohort__venue")
            .order_by("-cohort__starts_on", "-requested_at")
        )


class ReplacePage(EnrolmentPage):
    """Have a colleague come instead."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
        """Replace the person; show the newcomer's page."""
        leaving = self.enter(request, enrolment_id)
        form = ReplaceForm(request.POST)
        if not form.is_valid():
            return self.show(leaving, replacing=form)
        try:
            coming = replace_participant(
                actor=self.person, enrolment=leaving, reason=form.cleaned_data["reason"],
                details=form.details(leaving.employer_id or leaving.enrolling_organisation_id),
            )  # fmt: skip
        except DomainError as refusal:
            return self.show(leaving, replacing=form, refusal=refusal)
        said = _("%(coming)s vient à la place de %(leaving)s. Les deux sont prévenus par courriel.")
        names = {"coming": coming.person.display_name, "leaving": leaving.person.display_name}
        return self.done(said % names, back_to=self.url("enrolment", coming.pk))


class MovePage(EnrolmentPage):
    """Have someone come at another date of the same module."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
        """Move the person; show their new enrolment."""
        leaving = self.enter(request, enrolment_id)
        form = MoveForm(request.POST, cohorts=self.other_dates(leaving))
        if not form.is_valid():
            return self.show(leaving, moving=form)
        try:
            coming = move_enrolment(
                actor=self.person, enrolment=leaving, to=form.cleaned_data["cohort"],
                reason=form.cleaned_data["reason"],
            )  # fmt: skip
        except DomainError as refusal:
            return self.show(leaving, moving=form, refusal=refusal)
        said = _("%(name)s passe à « %(title)s » : %(state)s.")
        told = {
            "name": coming.person.display_name, "title": coming.cohort.title,
            "state": str(coming.get_state_display()).lower(),
        }  # fmt: skip
        return self.done(said % told, back_to=self.url("enrolment", coming.pk))


class CancelPage(EnrolmentPage):
    """Give someone's place up."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
        """Cancel the enrolment; show its cohort."""
        leaving = self.enter(request, enrolment_id)
        reason = request.POST.get("raison", "")
        try:
            cancel_enrolment(actor=self.person, enrolment=leaving, reason=reason)
        except DomainError as refusal:
            return self.show(leaving, refusal=refusal)
        said = _("L’inscription de %(name)s est annulée.") % {"name": leaving.person.display_name}
        return self.done(said, back_to=self.url("cohort", leaving.cohort.code))


class LeaveGroupPage(EnrolmentPage):
    """Let someone of a group wait alone."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
        """Take the person out of their group."""
        leaving = self.enter(request, enrolment_id)
        try:
            leave_group(actor=self.person, enrolment=leaving)
        except DomainError as refusal:
            return self.show(leaving, refusal=refusal)
        said = _("%(name)s attend désormais seul·e, à son rang.")
        told = said % {"name": leaving.person.display_name}
        return self.done(told, back_to=self.url("enrolment", leaving.pk))
