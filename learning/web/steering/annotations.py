"""What happened on some days, said on the curves: written here, taken off, put back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import person_of
from common.errors import DomainError
from frontend.tables import page_of
from learning.annotations.models import Annotation
from learning.annotations.services import annotate, put_back, take_off
from learning.web.steering.access import steering_only
from learning.web.steering.forms import AnnotationForm


@require_http_methods(["GET", "HEAD", "POST"])
@steering_only
def annotations(request: HttpRequest) -> HttpResponse:
    """Annotate a day, and list what was; what was taken off can be put back."""
    form = AnnotationForm(request.POST or None)
    refusal: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            annotate(actor=person_of(request), **form.cleaned_data)
        except DomainError as error:
            refusal = error
        else:
            messages.success(request, _("La date est annotée : la courbe le montre."))
            return redirect("steering:annotate")
    written = Annotation.objects.select_related("written_by").order_by("-on", "-pk")
    context = {
        "form": form,
        "refusal": refusal,
        "page": page_of(request, written),
        "crumbs": [(_("Tableau de bord"), reverse("steering:board"))],
    }
    is_invalid = form.is_bound and not form.is_valid()
    status = 409 if refusal else 422 if is_invalid else 200
    return render(request, "learning/steering/annotations.html", context, status=status)


@require_POST
@steering_only
def annotation(request: HttpRequest, annotation_id: int) -> HttpResponse:
    """Take an annotation off (`acte`=retirer), or put it back."""
    shown = get_object_or_404(Annotation.objects.visible_to(person_of(request)), pk=annotation_id)
    if request.POST.get("acte") == "retirer":
        take_off(actor=person_of(request), annotation=shown)
        said = _("« %(words)s » n’est plus sur la courbe : vous pouvez l’y remettre.")
    else:
        put_back(actor=person_of(request), annotation=shown)
        said = _("« %(words)s » est sur la courbe.")
    messages.success(request, said % {"words": shown.words})
    return redirect("steering:annotate")
