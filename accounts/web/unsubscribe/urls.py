from django.urls import path

from accounts.web.unsubscribe import views

app_name = "unsubscribe"
urlpatterns = [path("<str:secret>/", views.page, name="page")]
