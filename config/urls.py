"""Every address of the site."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from common.health import healthz, readyz
from config.pages import accessibility
from config.spaces import home

urlpatterns = [
    path("", include("learning.web.catalogue.urls")),
    path("", include("learning.web.learner.urls")),
    path("", include("learning.web.places.urls")),
    path("chiffres/", include("learning.web.figures.urls")),
    path("mes-objectifs/", include("learning.web.targets.urls")),
    path("agenda/", include("learning.web.agenda.urls")),
    path("salle/", include("learning.web.trainer.urls")),
    path("ecole/", include("learning.web.school.urls")),
    path("atelier/activites/", include("modules.web.activities.urls")),
    path("atelier/contenus/", include("modules.web.studio.urls")),
    path("atelier/", include("modules.web.workshop.urls")),
    path("modules-partages/", include("modules.web.commons.urls")),
    path("atelier/revisions/", include("modules.web.board.urls")),
    path("atelier/glossaire/", include("modules.web.glossary.workshop_urls")),
    path("glossaire/", include("modules.web.glossary.urls")),
    path("recherche/", include("modules.web.finding.urls")),
    path("", include("modules.web.exchange.urls")),
    path("pilotage/bibliotheques/", include("modules.web.libraries.urls")),
    path("pilotage/", include("learning.web.steering.urls")),
    path("h5p/", include("modules.web.player.urls")),
    path("fichiers/", include("modules.web.files.urls")),
    path("verifier/", include("certificates.web.public.urls")),
    path("badges/", include("certificates.web.badges.urls")),
    path("compte/", include("allauth.urls")),
    path("mes-messages/", include("accounts.web.messages.urls")),
    path("desabonnement/", include("accounts.web.unsubscribe.urls")),
    path("mon-profil/", include("accounts.web.profile.urls")),
    path("accueil/", home, name="home"),
    path("langue/setlang/", login_not_required(set_language), name="set_language"),
    path("api/v1/", include("config.api_urls")),
    path("accessibilite/", accessibility, name="accessibility"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("config.demo.urls")))
