"""A person's own details."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import person_of
from accounts.users.models import AgentProfile
from accounts.users.services import update_own_details
from accounts.web.profile.forms import AgentForm, NameForm


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """Show and change the person's names and work; `next` leads back to what asked for them."""
    person = person_of(request)
    profile = AgentProfile.objects.filter(person=person).first() or AgentProfile(person=person)
    sent = request.POST if request.method == "POST" else None
    name_form = NameForm(sent, instance=person)
    agent_form = AgentForm(sent, instance=profile)
    if sent is not None and name_form.is_valid() and agent_form.is_valid():
        update_own_details(person=name_form.instance, profile=agent_form.instance)
        messages.success(request, _("C’est enregistré."))
        return redirect(_way_back(request))
    context = {
        "name_form": name_form,
        "agent_form": agent_form,
        "next": request.POST.get("next") or request.GET.get("next", ""),
    }
    status = 422 if sent is not None else 200
    return render(request, "accounts/profile.html", context, status=status)


def _way_back(request: HttpRequest) -> str:
    asked = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if asked and is_ours else request.path
