from django.urls import path

from modules.api import views

app_name = "contents_api"
urlpatterns = [
    path("contents/", views.Contents.as_view(), name="contents"),
    path("contents/<uuid:pk>/", views.ContentDetail.as_view(), name="content"),
    path("contents/<uuid:pk>/export/", views.ExportContent.as_view(), name="export"),
    path("uploads/<uuid:pk>/", views.UploadDetail.as_view(), name="upload"),
    path("uploads/<uuid:pk>/approve/", views.ApproveUpload.as_view(), name="approve"),
    path("uploads/<uuid:pk>/refuse/", views.RefuseUpload.as_view(), name="refuse"),
    path("libraries/", views.Libraries.as_view(), name="libraries"),
    path("libraries/<int:pk>/", views.LibraryDetail.as_view(), name="library"),
]
