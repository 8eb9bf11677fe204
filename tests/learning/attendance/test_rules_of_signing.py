"""What a format asks of a signature: the room's code, a drawing, and when."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from learning.attendance import codes
from learning.attendance.enums import AttendanceStatus, MarkMethod
from learning.attendance.refusals import RoomCodeRequired, SignatureRequired, SigningIsClosed
from learning.attendance.services import Presence, Source, record_mark, sign_half_day
from learning.attendance.signatures import DrawnSignature, SignatureUnreadable, signature_from
from learning.attendance.verification import verify
from learning.evidence.models import EvidenceEntry
from tests.learning.scenes import PRESENT, a_room

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 3, 17, 12, tzinfo=UTC)
DRAWN = "M 10 20 L 30 40 L 50 60 M 5 5 L 600 200"


@pytest.fixture
def room():
    return a_room()


def ask(room, **rules):
    programme = room.cohort.revision.edition.module.format
    type(programme).objects.filter(pk=programme.pk).update(**rules)


def sign(room, **given):
    return sign_half_day(person=room.person, enrolment=room.enrolment, half_day=room.now, **given)


def test_where_the_room_s_code_is_asked_nobody_signs_without_it(room):
    ask(room, asks_room_code=True)
    with pytest.raises(RoomCodeRequired):
        sign(room)
    assert sign(room, room_code_seen=True).status == "present"


def test_where_a_drawing_is_asked_it_is_kept_and_the_evidence_holds_its_hash(room):
    ask(room, signature="drawn")
    with pytest.raises(SignatureRequired):
        sign(room)
    mark = sign(room, signature=signature_from(strokes=DRAWN))
    assert mark.signature.strokes == DRAWN
    assert EvidenceEntry.objects.get().signature == mark.signature.digest


def test_who_cannot_draw_writes_their_name(room):
    ask(room, signature="drawn")
    mark = sign(room, signature=signature_from(typed="  Maud   Cassagne "))
    assert (mark.signature.typed, mark.signature.strokes) == ("Maud Cassagne", "")


@pytest.mark.parametrize(
    "strokes",
    [
        "M 1 1 L 2 2",
        DRAWN.replace("600", "601"),
        DRAWN + " Z",
        "<svg onload=alert(1)>",
        "M 10 20" + " L 1 1" * 4000,
    ],
)
def test_what_is_no_drawing_is_refused(strokes):
    with pytest.raises(SignatureUnreadable):
        signature_from(strokes=strokes)


def test_the_format_says_when_people_sign(room):
    start = room.now.starts_at - timezone.now()
    room.now.starts_at += timedelta(minutes=20) - start
    room.now.ends_at = room.now.starts_at + timedelta(hours=3)
    room.now.save()
    with pytest.raises(SigningIsClosed):
        sign(room)
    ask(room, sign_opens_before=30)
    assert sign(room).status == "present"


def test_a_signature_on_the_team_s_device_is_never_the_person_s_own_act(room):
    source = Source(
        method=MarkMethod.DEVICE_SIGNED, device="tablet", signature=DrawnSignature(strokes=DRAWN)
    )
    noted = {"enrolment": room.enrolment, "half_day": room.now, "presence": PRESENT}
    mark = record_mark(actor=room.trainer, source=source, **noted)
    entry = EvidenceEntry.objects.get()
    assert mark.method == entry.method == "device_signed"
    assert (entry.author_id, entry.person_id) == (room.trainer.pk, room.person.pk)
    # The person's own act still can be, and is then kept against what the team notes.
    assert sign(room).method == "self_signed"
    late = Presence(status=AttendanceStatus.LATE, at=room.now.starts_at + timedelta(minutes=5))
    again = record_mark(actor=room.trainer, source=source, **{**noted, "presence": late})
    assert (again.method, again.signature, again.status) == ("self_signed", None, "late")
    assert EvidenceEntry.objects.get(position=again.entry).method == "device_signed"
    assert verify(room.cohort).is_whole


@pytest.mark.parametrize("method", [MarkMethod.DEVICE_SIGNED, MarkMethod.PAPER])
def test_whoever_signed_then_leaves_early_has_still_signed(room, method):
    drawn = DrawnSignature(strokes=DRAWN) if method == MarkMethod.DEVICE_SIGNED else None
    noted = {"actor": room.trainer, "enrolment": room.enrolment, "half_day": room.now}
    record_mark(**noted, presence=PRESENT)
    # The same presence, signed this time: it says something new.
    signed = record_mark(**noted, presence=PRESENT, source=Source(method=method, signature=drawn))
    assert signed.method == method
    at = room.now.starts_at + timedelta(minutes=90)
    left = record_mark(**noted, presence=Presence(status=AttendanceStatus.LEFT_EARLY, at=at))
    assert (left.method, left.signature, left.signed_at) == (
        method, signed.signature, signed.signed_at,
    )  # fmt: skip
    assert EvidenceEntry.objects.get(position=left.entry).method == "trainer_recorded"
    assert verify(room.cohort).is_whole


class TestCodes:
    secret = "ab" * 32

    def token(self, seconds=0):
        return codes.token_at(self.secret, codes.step_at(NOON + timedelta(seconds=seconds)))

    @pytest.mark.parametrize(
        ("seconds", "is_good"), [(0, True), (14, True), (16.9, True), (17, False), (-1, False)]
    )
    def test_a_token_is_good_while_it_is_shown_and_two_seconds_more(self, seconds, is_good):
        at = NOON + timedelta(seconds=seconds)
        assert codes.is_current(self.secret, self.token(), at) is is_good

    @pytest.mark.parametrize(
        ("seconds", "is_good"), [(0, True), (119, True), (136, False), (-1, False)]
    )
    def test_a_short_code_leaves_time_to_be_typed(self, seconds, is_good):
        code = codes.short_code_at(self.secret, codes.step_at(NOON))
        at = NOON + timedelta(seconds=seconds)
        assert codes.is_current_short(self.secret, code, at) is is_good

    def test_codes_differ_from_step_to_step_and_from_room_to_room(self):
        tokens = {self.token(15 * step) for step in range(100)}
        assert len(tokens) == 100
        assert codes.token_at("cd" * 32, codes.step_at(NOON)) not in tokens

    def test_a_code_is_found_however_it_is_typed(self, room):
        secret = codes.secret_of(room.now)
        at = timezone.now()
        code = codes.short_code_at(secret, codes.step_at(at))
        typed = f" {code[:2].lower()}·{code[2:4]} {code[4:]} "
        assert codes.half_day_of_code(typed, at) == room.now
        assert codes.half_day_of_code("AAAAAA", at) is None

    def test_a_token_of_a_moment_ago_is_stale_rather_than_unknown(self, room):
        secret, at = codes.secret_of(room.now), timezone.now()
        token = codes.token_at(secret, codes.step_at(at))
        assert codes.half_day_of_token(token, at) == (room.now, True)
        assert codes.half_day_of_token(token, at + timedelta(minutes=5)) == (room.now, False)
        assert codes.half_day_of_token(token, at + timedelta(hours=2)) is None
