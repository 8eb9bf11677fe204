from django.urls import path

from accounts.web.profile import views

app_name = "profile"
urlpatterns = [path("", views.edit, name="edit")]
