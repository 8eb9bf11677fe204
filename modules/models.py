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
from modules.glossary.models import Term, TermForm
from modules.programmes.models import Activity, Day, Edition, Format, Module, Revision, Sequence
from modules.search.models import SearchEntry

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
    "Revision",
    "SearchEntry",
    "Sequence",
    "Term",
    "TermForm",
    "TrustedLibrary",
    "Upload",
    "Use",
]
