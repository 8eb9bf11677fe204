"""The tables every room may use."""

from common.audit.models import AuditEntry
from common.jobs.models import Job, WorkerHeartbeat
from common.links.models import ActionLink

__all__ = ["ActionLink", "AuditEntry", "Job", "WorkerHeartbeat"]
