from django.urls import path

from certificates.api import verification, views

app_name = "awards_api"
urlpatterns = [
    path("awards/", views.Awards.as_view(), name="awards"),
    path("awards/<uuid:pk>/", views.AwardDetail.as_view(), name="award"),
    path("verify/<str:code>", verification.Verify.as_view(), name="verify"),
]
