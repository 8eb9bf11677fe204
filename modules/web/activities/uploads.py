"""Send a file for an activity, while its page stays open."""

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import person_of
from common.errors import DomainError
from modules.authoring.activities import revision_of
from modules.commons.enums import Licence
from modules.commons.models import Asset
from modules.commons.services import add_asset
from modules.programmes.enums import RevisionState
from modules.programmes.services import RevisionIsFrozen
from modules.web.access import workshop_only
from modules.web.activities.views import activity_of


@require_POST
@workshop_only
def send(request: HttpRequest, activity_id: int) -> JsonResponse:
    """Keep a file; answer its number, its address and what it is. 409 says why it is refused."""
    activity = activity_of(request, activity_id)
    file = request.FILES.get("file")
    if file is None:
        return JsonResponse({"detail": _("Choisissez un fichier.")}, status=422)
    licence = request.POST.get("licence", "")
    try:
        if revision_of(activity).state == RevisionState.PUBLISHED:
            raise RevisionIsFrozen
        asset = add_asset(
            actor=person_of(request),
            file=file,
            filename=file.name or "",
            licence=licence if licence in Licence.values else activity.licence,
            authors=request.POST.get("authors", activity.authors)[:300],
        )
    except DomainError as refusal:
        return JsonResponse({"code": refusal.code, "detail": str(refusal)}, status=409)
    return JsonResponse(as_json(asset), status=201)


def as_json(asset: Asset) -> dict[str, object]:
    """Return what the page needs to know of a file."""
    return {
        "id": str(asset.pk),
        "name": asset.name,
        "mime": asset.mime,
        "size": asset.size,
        "address": reverse("files:file", args=[asset.pk, asset.name]),
    }
