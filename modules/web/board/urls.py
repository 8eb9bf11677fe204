from django.urls import path

from modules.web.board import acts, timetables, views

app_name = "board"
urlpatterns = [
    path("<int:revision_id>/", views.revision, name="revision"),
    path("<int:revision_id>/apercu/", views.preview, name="preview"),
    path("<int:revision_id>/annuler/", acts.undo_last, name="undo"),
    path("<int:revision_id>/retablir/", acts.redo_first, name="redo"),
    path("<int:revision_id>/journees/", acts.days, name="days"),
    path("<int:revision_id>/journees/<int:day_id>/", acts.day, name="day"),
    path("<int:revision_id>/sequences/<int:sequence_id>/", acts.sequence, name="sequence"),
    path("<int:revision_id>/modeles/", timetables.timetables, name="timetables"),
]
