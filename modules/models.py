"""What is taught."""

from modules.authoring.models import Gesture
from modules.commons.models import Asset
from modules.contents.models import (
    Blob,
    Content,
    ContentVersion,
    Draft,
    Library,
    TrustedLibrary,
    Upload,
    Use,
)
from modules.programmes.models import Activity, Day, Edition, Format, Module, Revision, Sequence

__all__ = [
    "Activity",
    "Asset",
    "Blob",
    "Content",
    "ContentVersion",
    "Day",
    "Draft",
    "Edition",
    "Format",
    "Gesture",
    "Library",
    "Module",
    "Revision",
    "Sequence",
    "TrustedLibrary",
    "Upload",
    "Use",
]
