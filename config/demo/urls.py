from django.urls import path

from config.demo import views

app_name = "demo"
urlpatterns = [path("<slug:key>/", views.sign_in, name="sign_in")]
