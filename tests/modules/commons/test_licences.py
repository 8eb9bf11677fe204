"""Licences: what may go into what, after Creative Commons' chart for adaptations."""

import pytest

from modules.commons.enums import Licence
from modules.commons.licences import Objection, address_of, from_h5p, objection

# For each licence of a part, the licences of a whole that it may go into, besides its own.
CHART = {
    Licence.CC0: set(Licence),
    Licence.BY: set(Licence),
    Licence.BY_SA: set(),
    Licence.BY_NC: {Licence.BY_NC_SA, Licence.BY_NC_ND},
    Licence.BY_NC_SA: set(),
    Licence.BY_ND: set(),
    Licence.BY_NC_ND: set(),
    Licence.RESERVED: set(),
}


@pytest.mark.parametrize("part", Licence)
def test_a_part_goes_into_what_the_chart_allows_and_nothing_else(part):
    allowed = {whole for whole in Licence if objection(part, whole) is None}
    assert allowed == CHART[part] | {part}


def test_the_reason_is_the_licence_s_own():
    assert objection(Licence.BY_NC_ND, Licence.BY_SA) == Objection.NO_DERIVATIVES
    assert objection(Licence.BY_NC, Licence.BY) == Objection.NON_COMMERCIAL
    assert objection(Licence.BY_SA, Licence.BY) == Objection.SHARE_ALIKE
    assert objection(Licence.RESERVED, Licence.BY_SA) == Objection.RESERVED


def test_each_licence_but_reserved_rights_has_its_text_s_address():
    assert address_of(Licence.BY_SA) == "https://creativecommons.org/licenses/by-sa/4.0/"
    assert address_of(Licence.RESERVED) == ""


def test_h5p_s_names_are_understood_and_unknown_ones_said_to_be():
    assert from_h5p("CC BY-NC-ND") == Licence.BY_NC_ND
    assert from_h5p("U") is None
