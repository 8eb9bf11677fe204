"""The tables every room may use."""

from common.audit.models import AuditEntry
from common.jobs.models import Job, WorkerHeartbeat

__all__ = ["AuditEntry", "Job", "WorkerHeartbeat"]
