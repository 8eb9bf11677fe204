"""What the API shows and takes of contents, uploads and libraries."""

from typing import Any

from rest_framework import serializers

from modules.contents.models import Content, ContentVersion, Library, Upload
from modules.contents.wording import told


class ContentSerializer(serializers.ModelSerializer[Content]):
    """A content, as its current version is."""

    library = serializers.CharField(source="machine_name", read_only=True)
    type = serializers.CharField(source="kind", read_only=True)
    version = serializers.IntegerField(source="version_number", read_only=True)
    language = serializers.CharField(read_only=True)
    licence = serializers.CharField(read_only=True)
    updated_at = serializers.DateTimeField(read_only=True)
    activities = serializers.IntegerField(read_only=True)

    class Meta:
        model = Content
        fields = [
            "id", "title", "library", "type", "version", "language", "licence", "created_at",
            "updated_at", "archived_at", "activities",
        ]  # fmt: skip


class VersionSerializer(serializers.ModelSerializer[ContentVersion]):
    """One version of a content."""

    library = serializers.CharField(read_only=True)
    notices = serializers.SerializerMethodField()

    class Meta:
        model = ContentVersion
        fields = [
            "id", "number", "state", "title", "library", "language", "licence", "created_at",
            "notices",
        ]  # fmt: skip

    def get_notices(self, version: ContentVersion) -> list[dict[str, str]]:
        """Return what was kept although odd, with sentences."""
        return told(version.notices)


class ContentDetailSerializer(ContentSerializer):
    """A content with its versions, the latest first."""

    versions = VersionSerializer(many=True, read_only=True)

    class Meta(ContentSerializer.Meta):
        fields = [*ContentSerializer.Meta.fields, "versions"]


class PackageSerializer(serializers.Serializer[Any]):
    """A package to import; `replaces` is the content that gets a new version from it."""

    file = serializers.FileField(allow_empty_file=True)
    replaces = serializers.UUIDField(required=False)


class UploadSerializer(serializers.ModelSerializer[Upload]):
    """Where an upload stands; `asking` lists the libraries that wait for an approval."""

    # Named as the framework's own attribute, which declared fields do not hide.
    errors = serializers.SerializerMethodField()  # type: ignore[assignment]

    class Meta:
        model = Upload
        fields = [
            "id", "filename", "size", "uploaded_at", "state", "errors", "asking", "content",
            "replaces", "decided_at", "decision_note",
        ]  # fmt: skip

    def get_errors(self, upload: Upload) -> list[dict[str, str]]:
        """Return every error of the package, with sentences."""
        return told(upload.report.get("errors", []))


class NoteSerializer(serializers.Serializer[Any]):
    """Why."""

    note = serializers.CharField(required=False, allow_blank=True, default="")


class LibrarySerializer(serializers.ModelSerializer[Library]):
    """An installed library and how many contents it serves."""

    name = serializers.CharField(read_only=True)
    version = serializers.CharField(read_only=True)
    licence = serializers.CharField(read_only=True)
    used_count = serializers.IntegerField(read_only=True)

    class Meta:
        model = Library
        fields = [
            "id", "name", "machine_name", "version", "title", "runnable", "licence", "digest",
            "installed_at", "used_count",
        ]  # fmt: skip
