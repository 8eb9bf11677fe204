from django.urls import path

from learning.web.targets import views

app_name = "targets"
urlpatterns = [path("", views.mine, name="mine")]
