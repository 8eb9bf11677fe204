from django.urls import path

from modules.web.glossary import views

app_name = "glossary"
urlpatterns = [
    path("", views.terms, name="terms"),
    path("<slug:slug>/", views.term, name="term"),
]
