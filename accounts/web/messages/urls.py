from django.urls import path

from accounts.web.messages import views

app_name = "messages"
urlpatterns = [
    path("", views.everything, name="all"),
    path("lus/", views.read, name="read"),
    path("<uuid:message_id>/", views.open_one, name="open"),
]
