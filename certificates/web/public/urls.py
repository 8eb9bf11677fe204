"""Addresses of the check page, included at /verifier/. They are printed on paper: never change."""

from django.urls import path

from certificates.web.public import files, views

app_name = "verify"
urlpatterns = [
    path("", views.ask, name="form"),
    path("fichier/", files.file, name="file"),
    path("<str:code>", views.award, name="award"),
]
