from django.apps import apps

from accounts.users.models import User
from learning.people.relations import COMPLETED, MOVES, STAYS
from learning.people.services import NAMES


def test_every_column_that_leads_to_a_person_is_told_to_merging():
    found = {
        f"{model._meta.label_lower}.{column.name}"
        for model in apps.get_models(include_auto_created=True)
        for column in model._meta.concrete_fields
        if column.is_relation and column.related_model is User
    }
    told = [*MOVES, *COMPLETED, *STAYS]
    assert sorted(told) == sorted(found)
    assert set(NAMES) == set(MOVES)
