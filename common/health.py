"""Whether the process is up, and whether it can serve."""

from datetime import timedelta
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common.jobs.models import WorkerHeartbeat

WORKER_SILENCE = timedelta(seconds=60)


@login_not_required
@never_cache
@require_safe
def healthz(_request: HttpRequest) -> JsonResponse:
    """Say that the process is up."""
    return JsonResponse({"status": "up"})


@login_not_required
@never_cache
@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """Say which of the parts answer; 503 when one does not."""
    parts = {"database": _database(), "storage": _storage()}
    parts["worker"] = parts["database"] and _worker()
    status = HTTPStatus.OK if all(parts.values()) else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse(parts, status=status)


def _database() -> bool:
    try:
        connection.ensure_connection()
    except DatabaseError:
        return False
    return connection.is_usable()


def _worker() -> bool:
    since = timezone.now() - WORKER_SILENCE
    return WorkerHeartbeat.objects.filter(seen_at__gte=since).exists()


def _storage() -> bool:
    # Clients of object storage raise their own errors: any of them means "not there".
    try:
        default_storage.exists("ready")
    except Exception:  # noqa: BLE001
        return False
    return True
