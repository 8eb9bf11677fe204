from django.urls import path

from config.urls import urlpatterns as product
from tests.bench.floor import page

urlpatterns = [path("bench/floor/", page, name="floor"), *product]
