"""Queue a durable job with the fact that causes it."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from common.jobs.models import Job
from common.jobs.tasks import send, send_all


def queue(
    *,
    kind: str,
    key: str,
    payload: dict[str, Any] | None = None,
    created_by: AbstractBaseUser | None = None,
) -> Job:
    """Write the job in the caller's transaction and hand it to a worker once that commits.

    The same `kind` and `key` give the same job: what is already queued or done is not done
    again. `payload` holds JSON values only.
    """
    _refuse_alone()
    values = {"payload": payload or {}, "created_by": created_by}
    job, is_new = Job.objects.get_or_create(kind=kind, key=key, defaults=values)
    if is_new:
        transaction.on_commit(partial(send, job.pk))
    return job


def queue_all(*, kind: str, payloads: Mapping[str, dict[str, Any]]) -> None:
    """Queue a job per key, in one go: one message tells a worker to hand them all out."""
    _refuse_alone()
    jobs = [Job(kind=kind, key=key, payload=payload) for key, payload in payloads.items()]
    Job.objects.bulk_create(jobs, ignore_conflicts=True)
    if jobs:
        transaction.on_commit(partial(send_all, [job.pk for job in jobs]))


def _refuse_alone() -> None:
    if not transaction.get_connection().in_atomic_block:
        message = "A job is written in the transaction of the fact that causes it."
        raise RuntimeError(message)
