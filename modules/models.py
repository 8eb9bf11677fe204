"""What is taught."""

from modules.authoring.models import Gesture
from modules.commons.models import Asset
from modules.contents.models import (
    Blob,
    Content,
    ContentVersion,
    Library,
    TrustedLibrary,
    Upload,
    Use,
)
from modules.exchange.models import ModuleImport
from modules.programmes.models import Activity, Day, Edition, Format, Module, Revision, Sequence

__all__ = [
    "Activity",
    "Asset",
    "Blob",
    "Content",
    "ContentVersion",
    "Day",
    "Edition",
    "Format",
    "Gesture",
    "Library",
    "Module",
    "ModuleImport",
    "Revision",
    "Sequence",
    "TrustedLibrary",
    "Upload",
    "Use",
]
