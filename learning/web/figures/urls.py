from django.urls import path

from learning.web.figures import views

app_name = "figures"
urlpatterns = [
    path("", views.public, name="public"),
    path("donnees.csv", views.data, name="data"),
    path("schema.json", views.schema, name="schema"),
]
