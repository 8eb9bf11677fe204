"""Addresses of badges, included at /badges/. Badges are signed with them: never change them."""

from django.urls import path, re_path

from certificates.web.badges import machines, pages

app_name = "badges"
urlpatterns = [
    path("emetteur/", machines.issuer, name="issuer"),
    path("cles.json", machines.jwks, name="jwks"),
    path("cles/<str:key>/", machines.key, name="key"),
    path("statuts/<int:number>/", machines.status, name="status"),
    path("realisations/<str:digest>/", machines.achievement, name="achievement"),
    path(
        "realisations/<str:digest>/ecusson.png",
        machines.achievement_image,
        name="achievement_image",
    ),
    path("<str:code>/", pages.badge, name="badge"),
    path("<str:code>/badge.json", machines.credential, name="credential"),
    path("<str:code>/badge.jwt", machines.jwt, name="jwt"),
    re_path(r"^(?P<code>[^/]+)/badge\.(?P<form>png|svg)$", machines.image, name="image"),
]
