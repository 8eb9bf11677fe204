"""What is taught."""

from modules.contents.models import (
    Blob,
    Content,
    ContentVersion,
    Library,
    TrustedLibrary,
    Upload,
    Use,
)
from modules.programmes.models import Activity, Day, Edition, Format, Module, Revision, Sequence

__all__ = [
    "Activity",
    "Blob",
    "Content",
    "ContentVersion",
    "Day",
    "Edition",
    "Format",
    "Library",
    "Module",
    "Revision",
    "Sequence",
    "TrustedLibrary",
    "Upload",
    "Use",
]
