from django.urls import path

from learning.web.school import views

app_name = "school"
urlpatterns = [
    path("", views.home, name="home"),
    path("cohortes/<slug:code>/", views.cohort, name="cohort"),
    path("inscriptions/<uuid:enrolment_id>/annuler/", views.cancel, name="cancel"),
    path("certificats/", views.awards, name="awards"),
    path("certificats/<uuid:award_id>/pdf/", views.award_pdf, name="award_pdf"),
]
