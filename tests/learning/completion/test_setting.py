"""The rule of a format: set by the administration, kept where somebody was judged."""

import pytest
from django.urls import reverse

from accounts.users.enums import Role
from learning.completion.enums import Verdict
from learning.completion.models import Completion, KeptRule
from learning.completion.rules import Attended, Tasks, rule_in_words, rule_on
from learning.completion.setting import (
    CannotSetFormats,
    DeclaredWithoutActivities,
    FormatRules,
    RuleOutOfReach,
    set_format_rules,
)
from learning.progress.services import set_activity_done
from modules.programmes.enums import CompletionBasis, SignatureRule
from modules.programmes.models import Activity, Format
from tests.jobs import do_the_jobs
from tests.learning.builders import a_person
from tests.learning.completion.test_verdicts import correct, words
from tests.learning.scenes import ABSENT, a_room

FACTS = ("half_day_sealed", "mark_corrected", "required_activity_changed")
BOTH = Format(
    completion_basis=CompletionBasis.HALF_DAYS, required_half_days=5, requires_activities=True
)


def rules(**changes):
    given = {
        "completion_basis": CompletionBasis.HALF_DAYS, "required_half_days": 5,
        "required_minutes": None, "requires_activities": False, "sign_opens_before": 15,
        "sign_closes_after": 30, "signature": SignatureRule.TAP, "asks_room_code": False,
        **changes,
    }  # fmt: skip
    return FormatRules(**given)


def attended(half_days, made_up=()):
    return Attended(
        half_days=half_days, half_days_planned=6, minutes=0, minutes_planned=0, made_up=made_up
    )


class TestInWords:
    @pytest.mark.parametrize(
        ("half_days", "tasks", "verdict", "said"),
        [
            (5, Tasks(3, 3), Verdict.ACQUIRED,
             "5 demi-journées sur 6 ; 3 activités sur 3 : acquis"),
            (5, Tasks(2, 3, ("Lire",)), Verdict.NOT_ACQUIRED,
             "5 demi-journées sur 6 ; 2 activités sur 3, il manque « Lire » : non acquis"),
            (4, Tasks(3, 3), Verdict.NOT_ACQUIRED,
             "4 demi-journées sur 6, il en faut 5 ; 3 activités sur 3 : non acquis"),
            (6, Tasks(0, 4, ("A", "B", "C", "D")), Verdict.NOT_ACQUIRED,
             "6 demi-journées sur 6 ; 0 activité sur 4, il manque « A », « B » et 2 autres : "
             "non acquis"),
        ],
    )  # fmt: skip
    def test_the_reason_says_half_days_then_what_is_missing(self, half_days, tasks, verdict, said):
        ruling = rule_on(BOTH, attended(half_days), tasks)
        plain = ruling.reason.replace("\u00a0", " ")
        assert (ruling.verdict, plain) == (verdict, said)

    def test_a_reason_fits_its_column_whatever_the_titles(self):
        tasks = Tasks(0, 9, tuple(f"{n} {'très ' * 60}long" for n in range(9)))
        names = tuple(f"{n} {'groupe ' * 20}" for n in range(6))
        assert len(rule_on(BOTH, attended(6, made_up=names), tasks).reason) <= 300

    @pytest.mark.parametrize(
        ("rule", "said"),
        [
            (BOTH, "5 demi-journées suivies sur 6 et toutes les activités obligatoires faites."),
            (Format(completion_basis="hours", required_minutes=840), "14 h suivies."),
            (Format(completion_basis="declared"),
             "L’équipe de formation déclare votre achèvement, preuve à l’appui."),
        ],
    )  # fmt: skip
    def test_the_rule_is_a_sentence(self, rule, said):
        assert rule_in_words(rule, 6).replace("\u00a0", " ") == said


@pytest.mark.django_db
class TestSetting:
    def test_only_the_administration_sets_it(self):
        room = a_room()
        programme = room.cohort.revision.edition.module.format
        for actor in (room.person, room.trainer, a_person(Role.SCHOOL_MANAGER)):
            with pytest.raises(CannotSetFormats):
                set_format_rules(actor=actor, programme=programme, rules=rules())

    def test_a_rule_nobody_or_everybody_would_meet_is_refused(self):
        programme, actor = a_room().cohort.revision.edition.module.format, administrator()
        hours = {"completion_basis": CompletionBasis.HOURS}
        for wrong in (
            {"required_half_days": 7}, {"required_half_days": 0}, {"required_half_days": None},
            {**hours, "required_minutes": 1261}, {**hours, "required_minutes": None},
        ):  # fmt: skip
            with pytest.raises(RuleOutOfReach):
                set_format_rules(actor=actor, programme=programme, rules=rules(**wrong))

    def test_a_declaration_rests_on_its_evidence_alone(self):
        programme = a_room().cohort.revision.edition.module.format
        wrong = rules(completion_basis=CompletionBasis.DECLARED, requires_activities=True)
        with pytest.raises(DeclaredWithoutActivities):
            set_format_rules(actor=administrator(), programme=programme, rules=wrong)

    def test_who_was_judged_keeps_the_rule_even_when_corrected_others_follow_the_new_one(self):
        judged = a_room(is_over=True)
        judged.seal(there=range(1, 7))
        do_the_jobs(*FACTS)
        programme = judged.cohort.revision.edition.module.format
        set_format_rules(
            actor=administrator(), programme=programme, rules=rules(required_half_days=6)
        )
        correct(judged, 6, ABSENT)
        held = Completion.objects.current().get()
        assert (held.verdict, words(held)) == ("acquired", "5 demi-journées sur 6 : acquis")
        assert KeptRule.objects.get().required_half_days == 5

    def test_how_one_signs_keeps_no_rule(self):
        room = a_room(is_over=True)
        room.seal()
        do_the_jobs(*FACTS)
        programme = room.cohort.revision.edition.module.format
        drawn = rules(signature=SignatureRule.DRAWN, sign_opens_before=45)
        changed = set_format_rules(actor=administrator(), programme=programme, rules=drawn)
        assert (changed.signature, changed.sign_opens_before) == ("drawn", 45)
        assert not KeptRule.objects.exists()

    def test_the_page_says_the_rule_and_keeps_what_was_refused(self, client):
        room = a_room()
        programme = room.cohort.revision.edition.module.format
        client.force_login(administrator())
        url = reverse("steering:format", args=[programme.key])
        assert "5 demi-journées suivies sur 6." in client.get(url).content.decode()
        sent = {
            "completion_basis": "half_days", "required_half_days": "9", "signature": "tap",
            "sign_opens_before": "15", "sign_closes_after": "30",
        }  # fmt: skip
        refused = client.post(url, sent)
        assert refused.status_code == 409
        assert 'value="9"' in refused.content.decode()
        assert client.post(url, {**sent, "required_half_days": "4"}).status_code == 302
        programme.refresh_from_db()
        assert programme.required_half_days == 4


@pytest.mark.django_db
class TestRequiredActivities:
    @pytest.fixture
    def room(self):
        room = a_room(is_over=True, requires_activities=True)
        # One required activity is enough to see; the others are only useful.
        first, *others = Activity.objects.filter(
            sequence__day__revision=room.cohort.revision
        ).order_by("pk")
        Activity.objects.filter(pk__in=[one.pk for one in others]).update(is_required=False)
        room.seal(there=range(1, 7))
        do_the_jobs(*FACTS)
        return room, first

    def tick(self, room, activity, *, is_done):
        set_activity_done(
            person=room.person, enrolment=room.enrolment, activity=activity, is_done=is_done
        )
        do_the_jobs(*FACTS)
        return Completion.objects.current().get()

    def test_the_verdict_follows_what_is_done_and_undone(self, room):
        room, activity = room
        assert "il manque" in Completion.objects.current().get().reason
        assert self.tick(room, activity, is_done=True).verdict == "acquired"
        assert self.tick(room, activity, is_done=False).verdict == "not_acquired"

    def test_what_is_not_required_changes_nothing(self, room):
        room, activity = room
        other = Activity.objects.filter(sequence=activity.sequence.pk + 1).get()
        self.tick(room, other, is_done=True)
        assert Completion.objects.count() == 1

    def test_the_module_page_says_what_is_missing(self, room, client):
        room, activity = room
        client.force_login(room.person)
        page = client.get(reverse("learner:enrolment", args=[room.enrolment.pk])).content.decode()
        assert "0 activité obligatoire faite sur" in page
        assert activity.title in page


def administrator():
    return a_person(Role.ADMINISTRATOR)
