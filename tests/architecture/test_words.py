"""What the catalogues of sentences hold."""

import pytest
from django.utils.translation import ngettext, override


@pytest.mark.parametrize(("language", "words"), [("fr", "0 semaine"), ("en", "0 weeks")])
def test_nothing_is_singular_in_french_and_plural_in_english(language, words):
    with override(language):
        assert ngettext("%(n)s semaine", "%(n)s semaines", 0) % {"n": 0} == words
