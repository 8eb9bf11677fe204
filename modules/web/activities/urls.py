from django.urls import path

from modules.web.activities import uploads, views

app_name = "activities"
urlpatterns = [
    path("<int:activity_id>/", views.edit, name="edit"),
    path("<int:activity_id>/annuler/", views.take_back, name="undo"),
    path("<int:activity_id>/retablir/", views.do_again, name="redo"),
    path("<int:activity_id>/contenus/", views.contents, name="contents"),
    path("<int:activity_id>/fichiers/", uploads.send, name="send_file"),
]
