from django.urls import path

from config.urls import urlpatterns as product
from tests.bench.floor import insert, page

urlpatterns = [
    path("bench/floor/", page, name="floor"),
    path("bench/insert/", insert, name="insert"),
    *product,
]
