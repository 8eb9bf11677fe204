from django.urls import path

from modules.web.glossary import keeping

app_name = "terms"
urlpatterns = [
    path("ajouter/", keeping.add, name="add"),
    path("<slug:slug>/", keeping.edit, name="edit"),
    path("<slug:slug>/retirer/", keeping.remove, name="remove"),
]
