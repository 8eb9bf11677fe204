"""Pass statements on to a learning record store."""

import json
from base64 import b64encode
from http import HTTPStatus
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from common.errors import DomainError
from common.jobs.registry import RunningJob, handles
from learning.progress.models import Statement

FORWARD = "forward_statement"
PATIENCE_S = 10
# It has this statement already; ours says the same.
ALREADY_THERE = HTTPStatus.CONFLICT


class StoreRefuses(DomainError):
    """The store says no: sending again would not help."""

    code = "store_refuses"
    sentence = _("L’entrepôt de traces a refusé cette réponse (%(status)s) : vérifiez LRS_URL.")


@handles(FORWARD)
def forward_statement(job: RunningJob) -> dict[str, Any] | None:
    """Put one statement in the store: its id makes a second time harmless.

    Raises StoreRefuses when trying again cannot help; other failures are tried again.
    """
    kept = Statement.objects.filter(pk=job.payload["statement"]).first()
    if kept is None or not settings.LRS_URL:
        return None
    address = f"{settings.LRS_URL}/statements?{urlencode({'statementId': str(kept.pk)})}"
    request = Request(  # noqa: S310 - the address is an administrator's setting
        address,
        method="PUT",
        data=json.dumps(kept.body).encode(),
        headers={
            "Content-Type": "application/json",
            "X-Experience-API-Version": "1.0.3",
            "Authorization": _credentials(),
        },
    )
    try:
        with urlopen(request, timeout=PATIENCE_S) as answer:  # noqa: S310 - same
            return {"status": answer.status}
    except HTTPError as error:
        with error:
            return _told(error.code, error)


def _told(status: int, error: HTTPError) -> dict[str, Any]:
    if status == ALREADY_THERE:
        return {"status": status}
    can_wait = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}
    if status < HTTPStatus.INTERNAL_SERVER_ERROR and status not in can_wait:
        raise StoreRefuses(status=status) from error
    raise error


def _credentials() -> str:
    pair = f"{settings.LRS_KEY}:{settings.LRS_SECRET}"
    return f"Basic {b64encode(pair.encode()).decode()}"
