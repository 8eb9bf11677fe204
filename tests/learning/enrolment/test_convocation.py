"""The convocation fits one page and says what one needs on the day."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from learning.enrolment.models import Enrolment
from learning.enrolment.papers import convocation
from tests.learning.builders import (
    a_cohort,
    a_person,
    a_venue,
    an_enrolment,
    an_organisation,
    the_provider,
)
from tests.pdf_tools import text_of

pytestmark = pytest.mark.django_db


def printed(enrolment):
    return convocation(Enrolment.objects.get(pk=enrolment.pk))


def test_a_convocation_says_when_where_with_what_and_whom_to_call():
    the_provider()
    venue = a_venue(
        access="Métro ligne A, station Villejean, puis 6 minutes à pied.",
        accessibility="Salle de plain-pied, toilettes adaptées.",
    )
    cohort = a_cohort(venue=venue)
    cohort.bring, cohort.online_url = "Un ordinateur chargé.", "https://visio.essai.example/salle"
    cohort.save()
    town = an_organisation(name="Ville de Montbrune")
    person = a_person(first_name="Maëlle", last_name="Corre")
    enrolment = an_enrolment(cohort, person, employer=town, function="Chargée d’accueil")
    pdf = printed(enrolment)
    text = text_of(pdf)
    for said in (
        "Maëlle Corre", "Ville de Montbrune", cohort.public_title, "3 journées", "9 h 00",
        "1 place du Test", "station Villejean", "plain-pied", "visio.essai.example",
        "La référente handicap", "Un ordinateur chargé.", "equipe@essai.example",
        str(enrolment.pk), "Fabrique d’essai",
    ):  # fmt: skip
        assert said in text.replace("\u00a0", " ").replace("\u202f", " "), said
    assert len(PdfReader(BytesIO(pdf)).pages) == 1
    assert pdf == printed(enrolment), "The same facts give the same paper."


def test_the_longest_texts_still_fit_one_page():
    the_provider()
    long = "Prenez le tramway, puis marchez le long du canal jusqu’à la verrière. " * 30
    cohort = a_cohort(venue=a_venue(access=long, accessibility=long, name="Maison " * 20))
    cohort.bring = long
    cohort.save()
    person = a_person(first_name="Marie-Charlotte-Amandine", last_name="de La Rochefoucauld " * 3)
    assert printed(an_enrolment(cohort, person))
