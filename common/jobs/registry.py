"""Which function does which kind of job."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from django.conf import settings
from django.utils import timezone

from common.jobs.models import Job

Result = dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class RunningJob:
    """What a handler gets: its payload, and a way to say how far it is."""

    job: Job

    @property
    def payload(self) -> dict[str, Any]:
        """Return what the service wrote when it queued the job."""
        payload: dict[str, Any] = self.job.payload
        return payload

    def progress(self, done: int, total: int) -> None:
        """Say how far the job is, and keep it: a job that says nothing is given to another."""
        Job.objects.filter(pk=self.job.pk, attempts=self.job.attempts).update(
            progress_done=done,
            progress_total=total,
            lease_until=timezone.now() + settings.JOBS_LEASE,
        )


Handler = Callable[[RunningJob], Result]
_handlers: dict[str, Handler] = {}


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that does jobs of `kind`.

    It must be idempotent: a job whose worker died after the effect is run again. It raises
    DomainError when trying again cannot help. Its module is listed in settings.JOB_HANDLERS.
    """

    def register(handler: Handler) -> Handler:
        if _handlers.setdefault(kind, handler) is not handler:
            message = f"Two functions handle {kind} jobs."
            raise RuntimeError(message)
        return handler

    return register


@cache
def _load_handlers() -> None:
    for module in settings.JOB_HANDLERS:
        import_module(module)


def handler_of(kind: str) -> Handler:
    """Return the function that does jobs of `kind`; raises LookupError when there is none."""
    _load_handlers()
    try:
        return _handlers[kind]
    except KeyError as missing:
        message = f"No function handles {kind} jobs: is its module in JOB_HANDLERS?"
        raise LookupError(message) from missing
