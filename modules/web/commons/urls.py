from django.urls import path

from modules.web.commons import views

app_name = "commons"
urlpatterns = [
    path("", views.library, name="library"),
    path("<slug:slug>/", views.module, name="module"),
]
