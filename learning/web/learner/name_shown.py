"""How one's name shows to whoever checks one's certificates."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import person_of
from certificates.holders.enums import NameShown
from certificates.holders.services import choose_name_shown


@require_POST
def name_shown(request: HttpRequest) -> HttpResponse:
    """Keep what the person chose."""
    chosen = request.POST.get("nom", "")
    if chosen not in NameShown.values:
        raise Http404
    choose_name_shown(person=person_of(request), how=NameShown(chosen))
    if chosen == NameShown.INITIALS:
        said = _("La page de vérification ne montre plus que vos initiales.")
    else:
        said = _("La page de vérification montre votre prénom et votre nom.")
    messages.success(request, said)
    return redirect("learner:awards")
