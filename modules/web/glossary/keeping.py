"""The glossary as those who teach keep it."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import person_of
from common.errors import DomainError
from modules.glossary.models import Term
from modules.glossary.services import (
    TermEditedMeanwhile,
    TermText,
    add_term,
    edit_term,
    remove_term,
)
from modules.web.access import workshop_only
from modules.web.glossary.forms import TermForm, written


@require_http_methods(["GET", "HEAD", "POST"])
@workshop_only
def add(request: HttpRequest) -> HttpResponse:
    """Add a term; `terme` begins it with words."""
    form = TermForm(request.POST or None, initial={"term": request.GET.get("terme", "")})

    def write(text: TermText) -> Term:
        return add_term(actor=person_of(request), text=text)

    return _write(request, form, write)


@require_http_methods(["GET", "HEAD", "POST"])
@workshop_only
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a term again."""
    term = get_object_or_404(Term, slug=slug)
    form = TermForm(request.POST or None, initial=written(term))

    def write(text: TermText) -> Term:
        version = form.cleaned_data["version"] or 0
        return edit_term(actor=person_of(request), term=term, text=text, version=version)

    return _write(request, form, write, term)


def _write(
    request: HttpRequest,
    form: TermForm,
    write: Callable[[TermText], Term],
    term: Term | None = None,
) -> HttpResponse:
    """Write what was sent, or show the form with what is wrong."""
    status, other = HTTPStatus.OK, None
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                kept = write(form.text())
            except DomainError as refusal:
                status = HTTPStatus.CONFLICT
                form.add_error(None, str(refusal))
                if isinstance(refusal, TermEditedMeanwhile):
                    other = refusal.term
                    # Who has seen the other text may write over it.
                    form.data = {**request.POST.dict(), "version": str(other.version)}
            else:
                messages.success(request, _("« %(term)s » est enregistré.") % {"term": kept.term})
                return redirect("glossary:term", kept.slug)
    crumbs = [(_("Glossaire"), reverse("glossary:terms"))]
    if term:
        crumbs.append((term.term, reverse("glossary:term", args=[term.slug])))
    context = {"form": form, "term": term, "other": other, "crumbs": crumbs}
    return render(request, "modules/glossary/edit.html", context, status=status)


@require_POST
@workshop_only
def remove(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a term out of the glossary."""
    term = get_object_or_404(Term, slug=slug)
    remove_term(actor=person_of(request), term=term)
    messages.success(request, _("« %(term)s » n’est plus au glossaire.") % {"term": term.term})
    return redirect("glossary:terms")
