from django.urls import path

from learning.web.places import views

app_name = "places"
urlpatterns = [
    path("place/<str:secret>/", views.offer, name="offer"),
    path("accord/<str:secret>/", views.request, name="request"),
    path("dates/<str:secret>/", views.dates, name="dates"),
]
