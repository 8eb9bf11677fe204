from django.urls import path, re_path

from modules.web.player import views

app_name = "h5p"
urlpatterns = [
    path("cadre/<str:token>/", views.frame, name="frame"),
    path("migration/<str:token>/", views.upgrade, name="upgrade"),
    path("contenus/<str:prefix>/<path:path>", views.content_file, name="content_file"),
    path("bibliotheques/<slug:digest>/<path:path>", views.library_file, name="library_file"),
    path("moteur/<slug:digest>/<path:path>", views.player_file, name="player_file"),
    re_path(r"", views.nothing, name="nothing"),
]
