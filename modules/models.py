"""What is taught."""

from modules.authoring.models import Comment, Gesture, Review, TimetableTemplate
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
from modules.exchange.models import ModuleImport
from modules.glossary.models import Term, TermForm
from modules.programmes.models import Activity, Day, Edition, Format, Module, Revision, Sequence
from modules.search.models import SearchEntry

__all__ = [
    "Activity",
    "Asset",
    "Blob",
    "Comment",
    "Content",
    "ContentVersion",
    "Day",
    "Draft",
    "Edition",
    "Format",
    "Gesture",
    "Library",
    "Module",
    "ModuleImport",
    "Review",
    "Revision",
    "SearchEntry",
    "Sequence",
    "Term",
    "TermForm",
    "TimetableTemplate",
    "TrustedLibrary",
    "Upload",
    "Use",
]
