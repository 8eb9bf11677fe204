"""What was shown stays so: corrections, merges, erasures, revocations; and a full recount."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.organisations.enums import Region
from accounts.users.enums import Role
from certificates.awards.enums import RevocationReason
from certificates.awards.models import Award
from certificates.awards.services import revoke_award
from learning.attendance.services import correct_mark
from learning.completion.models import Completion
from learning.completion.services import evaluate_enrolment
from learning.counting.enums import Dimension
from learning.counting.models import Count, CountedPerson, CountedVerdict, FigureCell
from learning.counting.services import forget_person_in_figures
from learning.figures.adoption import count_everything
from learning.figures.queries import figures_of, people_behind
from learning.figures.recount import differences
from learning.people.services import merge_people, undo_merge
from learning.targets.enums import ScopeKind
from tests.jobs import do_the_jobs
from tests.learning.builders import a_person
from tests.learning.figures.verdicts import (
    a_room_judged,
    a_target,
    a_verdict,
    people_in,
    write_verdict,
)
from tests.learning.scenes import ABSENT

pytestmark = pytest.mark.django_db


class TestThePast:
    def test_a_correction_changes_now_and_not_what_was_shown(self):
        target = a_target()
        verdict = a_verdict()
        before = timezone.now()
        write_verdict(verdict.enrolment, verdict.effective_on, verdict="not_acquired")
        between = timezone.now()
        write_verdict(verdict.enrolment, verdict.effective_on, region=Region.CORSE)
        assert [people_in(target, at) for at in (before, between, None)] == [1, 0, 1]
        then = figures_of(target, at=before)
        assert [part.label for part in then.by(Dimension.REGION) if part.people] == ["Bretagne"]

    def test_a_merge_and_its_undoing_change_now_and_not_what_was_shown(self):
        target, boss = a_target(), a_person(Role.ADMINISTRATOR)
        one, other = a_person(), a_person()
        a_verdict(one)
        a_verdict(other, days_ago=50, region=Region.CORSE)
        seen = [timezone.now()]
        merge = merge_people(actor=boss, surviving=one, merged=other, reason="Même personne")
        seen.append(timezone.now())
        undo_merge(actor=boss, merge=merge)
        assert [people_in(target, at) for at in (*seen, None)] == [2, 1, 2]
        at_the_merge = figures_of(target, at=seen[1]).by(Dimension.REGION)
        assert [part.label for part in at_the_merge if part.people] == ["Corse"]
        assert list(differences()) == []

    def test_a_target_set_later_knows_the_past_as_it_was(self):
        verdict = a_verdict()
        before = timezone.now()
        write_verdict(verdict.enrolment, verdict.effective_on, verdict="not_acquired")
        target = a_target()
        assert (people_in(target, before), people_in(target)) == (1, 0)

    def test_the_past_written_before_the_record_is_brought_in_with_its_merges(self):
        target, boss = a_target(), a_person(Role.ADMINISTRATOR)
        one, other = a_person(), a_person()
        first, second = a_verdict(one), a_verdict(other, days_ago=50)
        seen = [timezone.now()]
        merge = merge_people(actor=boss, surviving=one, merged=other, reason="Même personne")
        seen.append(timezone.now())
        undo_merge(actor=boss, merge=merge)
        write_verdict(first.enrolment, first.effective_on, verdict="not_acquired")
        told = [people_in(target, at) for at in (*seen, None)]
        for model in (FigureCell, Count, CountedVerdict, CountedPerson):
            model.objects.all().delete()
        assert count_everything() == {"adopted": 3, "targets": 1}
        assert [people_in(target, at) for at in (*seen, None)] == told == [2, 1, 1]
        assert people_behind(figures_of(target, at=timezone.now())).get() == second
        assert count_everything()["adopted"] == 0

    def test_what_a_target_said_is_kept_with_it(self):
        at = timezone.now()
        target = a_target(
            count=2500,
            past_terms=[
                {"until": at.isoformat(), "name": "Avant", "count": 2000, "trajectory": "straight"}
            ],
        )
        assert figures_of(target, at=at - timedelta(days=1)).terms.count == 2000
        assert figures_of(target, at=at).terms.count == 2500


class TestErasure:
    def test_who_is_erased_stays_counted_and_nothing_leads_to_them(self):
        target, maud = a_target(), a_person()
        a_verdict(maud)
        a_verdict()
        before = timezone.now()
        assert forget_person_in_figures(maud) == 1
        assert (people_in(target), people_in(target, before)) == (2, 2)
        assert people_behind(figures_of(target, at=timezone.now())).count() == 1
        assert not CountedVerdict.objects.filter(key__person=maud).exists()
        assert people_in(a_target(scope_kind=ScopeKind.REGION, scope_value="53")) == 2

    def test_what_they_did_before_is_not_counted_again_what_they_do_next_is(self):
        target, maud = a_target(), a_person()
        verdict = a_verdict(maud)
        forget_person_in_figures(maud)
        write_verdict(verdict.enrolment, verdict.effective_on, minutes_attended=900)
        assert count_everything()["adopted"] == 0
        assert people_in(target) == 1
        a_verdict(maud)
        assert people_in(target) == 2
        assert list(differences()) == []

    def test_what_a_merge_moved_away_since_stays_another_s(self):
        target, maud, lou = a_target(), a_person(), a_person()
        verdict = a_verdict(maud)
        marie = a_person(Role.ADMINISTRATOR)
        merge = merge_people(actor=marie, surviving=lou, merged=maud, reason="Vu")
        undo_merge(actor=marie, merge=merge)
        forget_person_in_figures(lou)
        write_verdict(verdict.enrolment, verdict.effective_on, verdict="not_acquired")
        assert people_in(target) == 0
        forget_person_in_figures(maud)
        assert list(differences()) == []


class TestRevocation:
    @pytest.fixture
    def room(self):
        return a_room_judged()

    def revoke(self, reason):
        boss = a_person(Role.ADMINISTRATOR)
        revoke_award(actor=boss, award=Award.objects.get(), reason=reason, note="Signalé")
        do_the_jobs("award_untrue")
        return boss

    @pytest.mark.parametrize("reason", ["error_in_issue", "fraud"])
    def test_a_certificate_revoked_as_untrue_no_longer_counts_with_a_trace(self, room, reason):
        target, before = a_target(), timezone.now()
        boss = self.revoke(RevocationReason(reason))
        assert (people_in(target), people_in(target, before)) == (0, 1)
        held = Completion.objects.current().get()
        assert (held.verdict, held.recorded_by, held.correction_reason) == (
            "not_acquired", boss, "Signalé",
        )  # fmt: skip
        assert evaluate_enrolment(enrolment=room.enrolment) == held

    def test_a_corrected_sheet_brings_it_back(self, room):
        target = a_target()
        self.revoke(RevocationReason.ERROR_IN_ISSUE)
        correct_mark(
            actor=room.trainer, enrolment=room.enrolment, half_day=room.half_days[0],
            presence=ABSENT, reason="Feuille relue",
        )  # fmt: skip
        do_the_jobs("mark_corrected")
        assert people_in(target) == 1

    def test_a_certificate_revoked_at_one_s_request_still_counts(self, room):
        target = a_target()
        self.revoke(RevocationReason.REQUEST)
        assert people_in(target) == 1
        assert room.enrolment.completions.count() == 1


class TestRecount:
    def test_it_agrees_with_what_is_written(self, capsys):
        a_target()
        a_verdict()
        call_command("recount_figures")
        assert "Aucune différence" in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("spoil", "named"),
        [
            (
                lambda: FigureCell.objects.filter(dimension="region").update(people=7),
                "« Bretagne »",
            ),
            (lambda: Count.objects.all().delete(), "1 comptes manquent"),
            (lambda: CountedVerdict.objects.update(minutes=1), "le registre dit autre chose"),
            (
                lambda: [m.objects.all().delete() for m in (Count, CountedVerdict)],
                "absent du registre",
            ),
        ],
    )
    def test_it_names_a_difference_and_repairs_it(self, capsys, spoil, named):
        target = a_target()
        a_verdict()
        spoil()
        with pytest.raises(CommandError, match="recompte complet"):
            call_command("recount_figures")
        assert named in capsys.readouterr().out
        call_command("recount_figures", "--repair")
        assert people_in(target) == 1
