"""Files, libraries, uploads, contents and their versions."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.users.enums import Role
from accounts.users.models import User
from modules.contents.enums import UploadState, VersionState
from modules.h5p.names import LibraryName


class Blob(models.Model):
    """A file by the SHA-256 of what it holds, at `path_of(sha256)` in the default storage.

    The row is written with what needs the file: a file without a row is as if it were not there.
    `superseded_at` tells since when nothing needs it; open pages may still ask for it a while.
    """

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["superseded_at"],
                name="blob_superseded",
                condition=Q(superseded_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.sha256


class Library(models.Model):
    """An installed library: one row for each machine name, major and minor.

    `document` is its library.json, `semantics` its fields (None: it takes no content), `files`
    says where each file is: {path: [sha256, size]}. `digest` is the hash of all of them.
    """

    machine_name = models.CharField(_("nom"), max_length=255)
    major = models.PositiveIntegerField()
    minor = models.PositiveIntegerField()
    patch = models.PositiveIntegerField()
    title = models.CharField(_("titre"), max_length=255)
    runnable = models.BooleanField(_("principale"))
    is_addon = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, db_index=True)
    document = models.JSONField()
    semantics = models.JSONField(null=True, blank=True)
    files = models.JSONField(default=dict)
    installed_at = models.DateTimeField(_("installée le"), default=timezone.now)

    class Meta:
        verbose_name_plural = "libraries"
        constraints = [
            models.UniqueConstraint(fields=["machine_name", "major", "minor"], name="library_once")
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def name(self) -> LibraryName:
        """Return the key the format gives it."""
        return LibraryName(self.machine_name, self.major, self.minor)

    @property
    def version(self) -> str:
        """Return major, minor and patch: "1.16.14"."""
        return f"{self.major}.{self.minor}.{self.patch}"

    @property
    def licence(self) -> str:
        """Return the licence its library.json declares, if it does."""
        return str(self.document.get("license") or "")


class TrustedLibrary(models.Model):
    """Files an administrator approved under a name: packages that bring them need not wait."""

    name = models.CharField(max_length=280)
    digest = models.CharField(max_length=64)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "trusted libraries"
        constraints = [
            models.UniqueConstraint(fields=["name", "digest"], name="trusted_library_once")
        ]

    def __str__(self) -> str:
        return self.name


class ContentQuerySet(models.QuerySet["Content"]):
    """Reads of contents."""

    def visible_to(self, user: User) -> "ContentQuerySet":
        """Contents the person may see in the workshop: all for those who teach, else none."""
        if user.has_role(Role.TRAINER) or user.has_role(Role.ADMINISTRATOR):
            return self
        return self.none()


class Content(models.Model):
    """One interactive content, whatever its version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("titre"), max_length=255)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("ajouté le"), default=timezone.now)
    archived_at = models.DateTimeField(_("archivé le"), null=True, blank=True)

    objects = ContentQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title


class ContentVersion(models.Model):
    """One state of a content: what it holds never changes, revisions pin it.

    `params` are filtered. `files` are its media: {path: [sha256, size]}. `used` are the libraries
    of the content and of its sub-contents, in `Use.position` order, the main one last.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    content = models.ForeignKey(Content, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    state = models.CharField(max_length=10, choices=VersionState, default=VersionState.CURRENT)
    library = models.ForeignKey(Library, models.PROTECT, related_name="main_of")
    title = models.CharField(_("titre"), max_length=255)
    language = models.CharField(_("langue"), max_length=20)
    licence = models.CharField(_("licence"), max_length=60, blank=True)
    params = models.JSONField()
    metadata = models.JSONField(default=dict)
    files = models.JSONField(default=dict)
    notices = models.JSONField(default=list)
    used = models.ManyToManyField(Library, through="Use", related_name="used_by")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content", "number"], name="content_number_once"),
            models.UniqueConstraint(
                fields=["content"],
                condition=Q(state=VersionState.CURRENT),
                name="content_one_current",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} (version {self.number})"


class Use(models.Model):
    """One library that a version uses; `position` is the order they were met in."""

    version = models.ForeignKey(ContentVersion, models.CASCADE, related_name="uses")
    library = models.ForeignKey(Library, models.PROTECT, related_name="uses")
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "library"], name="use_once")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.library_id}"


class Draft(models.Model):
    """What someone is writing, shown in the preview: nobody else sees it, a day later it is gone.

    Fields as those of a version. Its files may go before it: they belong to nothing yet.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    library = models.ForeignKey(Library, models.CASCADE, related_name="+")
    used = models.JSONField(default=list)
    title = models.CharField(max_length=255)
    language = models.CharField(max_length=20)
    params = models.JSONField()
    metadata = models.JSONField(default=dict)
    files = models.JSONField(default=dict)
    written_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return self.title


def upload_path(upload: "Upload", _filename: str) -> str:
    """Return where an uploaded file waits: its own name is a stranger's."""
    return f"h5p/uploads/{upload.pk}.h5p"


class UploadQuerySet(models.QuerySet["Upload"]):
    """Reads of uploads."""

    def visible_to(self, user: User) -> "UploadQuerySet":
        """Administrators see every upload, trainers their own, others none."""
        if user.has_role(Role.ADMINISTRATOR):
            return self
        if user.has_role(Role.TRAINER):
            return self.filter(uploaded_by=user)
        return self.none()

    def waiting(self) -> "UploadQuerySet":
        """Uploads that an administrator has to decide on."""
        return self.filter(state=UploadState.WAITING_APPROVAL)

    def pending(self) -> "UploadQuerySet":
        """Uploads whose fate is not known yet."""
        return self.filter(
            state__in=[UploadState.QUEUED, UploadState.CHECKING, UploadState.WAITING_APPROVAL]
        )


class Upload(models.Model):
    """A package someone sent, from its arrival to the content it became.

    `report` holds the errors ({errors, main_library, libraries}), `asking` a summary of the
    libraries that nobody approved yet. The file goes once the fate of the package is known.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.FileField(upload_to=upload_path, blank=True)
    filename = models.CharField(_("fichier"), max_length=255)
    size = models.PositiveBigIntegerField(_("taille"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("envoyé le"), default=timezone.now)
    state = models.CharField(
        _("état"), max_length=20, choices=UploadState, default=UploadState.QUEUED
    )
    report = models.JSONField(default=dict, blank=True)
    asking = models.JSONField(default=list, blank=True)
    content = models.ForeignKey(
        Content, models.SET_NULL, null=True, blank=True, related_name="uploads"
    )
    replaces = models.ForeignKey(
        Content, models.SET_NULL, null=True, blank=True, related_name="replacements"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.TextField(_("motif"), blank=True)

    objects = UploadQuerySet.as_manager()

    def __str__(self) -> str:
        return self.filename
