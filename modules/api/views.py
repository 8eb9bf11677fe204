"""The workshop for programs: the same services as its pages."""

from http import HTTPStatus
from tempfile import TemporaryFile
from typing import Any, BinaryIO, cast
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.http import person_of
from frontend.tables import matching
from modules.api.serializers import (
    ContentDetailSerializer,
    ContentSerializer,
    LibrarySerializer,
    NoteSerializer,
    PackageSerializer,
    UploadSerializer,
)
from modules.contents.exporting import export_content, export_name
from modules.contents.models import Content, ContentVersion, Library, Upload
from modules.contents.permissions import can_manage_libraries, can_use_the_workshop
from modules.contents.queries import current_versions, with_counts, with_current
from modules.contents.services import (
    approve_upload,
    delete_library,
    refuse_upload,
    upload_package,
)


class InTheWorkshop(BasePermission):
    """For those who teach or steer."""

    def has_permission(self, request: Request, view: APIView) -> bool:  # noqa: ARG002
        """Return whether the person may use the workshop."""
        return can_use_the_workshop(person_of(request))


class Librarian(BasePermission):
    """For those who decide which libraries run here."""

    def has_permission(self, request: Request, view: APIView) -> bool:  # noqa: ARG002
        """Return whether the person manages libraries."""
        return can_manage_libraries(person_of(request))


WORKSHOP = [IsAuthenticated, InTheWorkshop]
LIBRARIANS = [IsAuthenticated, Librarian]


class Contents(ListAPIView[Content]):
    """The contents in service, the latest first; `q` searches titles and types."""

    serializer_class = ContentSerializer
    permission_classes = WORKSHOP
    parser_classes = [MultiPartParser]

    def get_queryset(self) -> QuerySet[Content]:
        """Return what matches."""
        visible = with_current(Content.objects.visible_to(person_of(self.request)))
        asked = self.request.GET.get("q", "")
        in_service: QuerySet[Any] = visible.filter(archived_at__isnull=True)
        found = matching(in_service, asked, ("title", "kind"))
        return found.order_by("-updated_at", "pk")

    @extend_schema(parameters=[OpenApiParameter("q", OpenApiTypes.STR)])
    def get(self, request: Request, *args: object, **kwargs: object) -> Response:
        """List them."""
        return super().get(request, *args, **kwargs)

    @extend_schema(request=PackageSerializer, responses={202: UploadSerializer})
    def post(self, request: Request) -> Response:
        """Send a package; its check goes on, follow the upload."""
        told = PackageSerializer(data=request.data)
        told.is_valid(raise_exception=True)
        person = person_of(request)
        replaces = None
        if wanted := told.validated_data.get("replaces"):
            replaces = get_object_or_404(Content.objects.visible_to(person), pk=wanted)
        file = told.validated_data["file"]
        upload = upload_package(actor=person, file=file, filename=file.name, replaces=replaces)
        return Response(UploadSerializer(upload).data, HTTPStatus.ACCEPTED)


class ContentDetail(RetrieveAPIView[Content]):
    """One content with its versions."""

    serializer_class = ContentDetailSerializer
    permission_classes = WORKSHOP

    def get_queryset(self) -> QuerySet[Content]:
        """Return those the person may see."""
        versions = ContentVersion.objects.select_related("library").order_by("-number")
        visible = with_current(Content.objects.visible_to(person_of(self.request)))
        return visible.prefetch_related(Prefetch("versions", versions))


class ExportContent(APIView):
    """A content as a package."""

    permission_classes = WORKSHOP

    @extend_schema(responses={(200, "application/zip"): OpenApiTypes.BINARY})
    def get(self, request: Request, pk: UUID) -> FileResponse:
        """Give the package of the current version, whole."""
        content = get_object_or_404(Content.objects.visible_to(person_of(request)), pk=pk)
        version = current_versions().select_related("library").get(content=content)
        file = TemporaryFile()  # noqa: SIM115 - the response closes it
        export_content(version=version, target=cast("BinaryIO", file))
        file.seek(0)
        return FileResponse(
            file, as_attachment=True, filename=export_name(version), content_type="application/zip"
        )


class UploadDetail(RetrieveAPIView[Upload]):
    """Where an upload stands."""

    serializer_class = UploadSerializer
    permission_classes = WORKSHOP

    def get_queryset(self) -> QuerySet[Upload]:
        """Return those the person may see."""
        return Upload.objects.visible_to(person_of(self.request))


def _upload(request: Request, pk: UUID) -> Upload:
    return get_object_or_404(Upload.objects.visible_to(person_of(request)), pk=pk)


def _note(request: Request) -> str:
    told = NoteSerializer(data=request.data)
    told.is_valid(raise_exception=True)
    return str(told.validated_data["note"])


class ApproveUpload(APIView):
    """Trust the libraries of a package."""

    permission_classes = LIBRARIANS

    @extend_schema(request=NoteSerializer, responses=UploadSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """Approve; its import goes on."""
        upload = approve_upload(
            actor=person_of(request), upload=_upload(request, pk), note=_note(request)
        )
        return Response(UploadSerializer(upload).data)


class RefuseUpload(APIView):
    """Refuse a package for its libraries."""

    permission_classes = LIBRARIANS

    @extend_schema(request=NoteSerializer, responses=UploadSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """Refuse, and say why."""
        upload = refuse_upload(
            actor=person_of(request), upload=_upload(request, pk), note=_note(request)
        )
        return Response(UploadSerializer(upload).data)


class Libraries(ListAPIView[Library]):
    """The installed libraries."""

    serializer_class = LibrarySerializer
    permission_classes = LIBRARIANS

    def get_queryset(self) -> QuerySet[Library]:
        """Return them by name."""
        found = with_counts(Library.objects.defer("semantics", "files"))
        return found.order_by("machine_name", "major", "minor")


class LibraryDetail(RetrieveAPIView[Library]):
    """One installed library."""

    serializer_class = LibrarySerializer
    permission_classes = LIBRARIANS

    def get_queryset(self) -> QuerySet[Library]:
        """Return them with their counts."""
        return with_counts(Library.objects.defer("semantics", "files"))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        """Delete a library that nothing uses."""
        delete_library(actor=person_of(request), library=get_object_or_404(Library, pk=pk))
        return Response(status=HTTPStatus.NO_CONTENT)
