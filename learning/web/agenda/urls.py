from django.urls import path

from learning.web.agenda import views

app_name = "agenda"
urlpatterns = [
    path("", views.agenda, name="mine"),
    path("<str:secret>.ics", views.feed, name="feed"),
]
