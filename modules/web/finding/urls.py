from django.urls import path

from modules.web.finding import views

app_name = "search"
urlpatterns = [path("", views.search, name="search")]
