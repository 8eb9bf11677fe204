from django.urls import path

from modules.web.files import views

app_name = "files"
urlpatterns = [path("<uuid:asset_id>/<path:name>", views.file, name="file")]
