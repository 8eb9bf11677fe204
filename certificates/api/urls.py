from django.urls import path

from certificates.api import views

app_name = "awards_api"
urlpatterns = [
    path("awards/", views.Awards.as_view(), name="awards"),
    path("awards/<uuid:pk>/", views.AwardDetail.as_view(), name="award"),
]
