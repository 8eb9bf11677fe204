"""How the API answers what the services refuse."""

from http import HTTPStatus
from typing import Any

from rest_framework.response import Response
from rest_framework.views import exception_handler

from common.errors import DomainError


def answer_refusals(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer 409 with {"code", "detail"} to a refusal; leave the rest to the framework."""
    if isinstance(error, DomainError):
        return Response({"code": error.code, "detail": str(error)}, HTTPStatus.CONFLICT)
    return exception_handler(error, context)
