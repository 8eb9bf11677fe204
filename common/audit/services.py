"""Write the audit trail."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from common.audit.models import AuditEntry, type_name

_address: ContextVar[str | None] = ContextVar("audit_address", default=None)


@contextmanager
def acting_from(address: str | None) -> Iterator[None]:
    """Remember the network address that the acts of this block come from."""
    token = _address.set(address)
    try:
        yield
    finally:
        _address.reset(token)


def record(
    *,
    actor: AbstractBaseUser | None,
    action: str,
    target: models.Model,
    reason: str = "",
    **details: Any,
) -> AuditEntry:
    """Write who did `action` to `target`, in the caller's transaction.

    `actor` is None for what the platform does by itself. `details` holds JSON values.
    """
    return AuditEntry.objects.create(
        # The user model, whichever it is: this room is below it.
        actor=actor,  # type: ignore[misc]
        action=action,
        object_type=type_name(target),
        object_id=str(target.pk),
        reason=reason,
        details=details,
        ip_address=_address.get(),
    )


def record_all(
    *,
    actor: AbstractBaseUser | None,
    action: str,
    targets: Iterable[tuple[models.Model, Mapping[str, Any]]],
) -> list[AuditEntry]:
    """Write who did `action` to each target, with its details, in the caller's transaction."""
    return AuditEntry.objects.bulk_create(
        AuditEntry(
            actor=actor,  # type: ignore[misc]
            action=action,
            object_type=type_name(target),
            object_id=str(target.pk),
            details=dict(details),
            ip_address=_address.get(),
        )
        for target, details in targets
    )
