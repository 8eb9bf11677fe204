from django.urls import path

from modules.web.libraries import approvals, views

app_name = "libraries"
urlpatterns = [
    path("", views.libraries, name="libraries"),
    path("<int:library_id>/", views.library, name="library"),
    path("<int:library_id>/supprimer/", views.delete, name="delete"),
    path("envois/", approvals.uploads, name="uploads"),
    path("envois/<uuid:upload_id>/", approvals.upload, name="upload"),
    path("envois/<uuid:upload_id>/approuver/", approvals.approve, name="approve"),
    path("envois/<uuid:upload_id>/refuser/", approvals.refuse, name="refuse"),
]
