"""Fill a database by the million: cohorts, half-days, marks, verdicts, certificates, then figures.

`python -m tests.bench.crowd COHORTS PEOPLE`, for PostgreSQL: rows are made where they stay. Prints
the key of an administrator's session.
"""

import sys
from datetime import date, timedelta
from typing import Any

import django

django.setup()

# Models can be imported only from here on.
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.users.enums import Role  # noqa: E402
from accounts.users.models import User  # noqa: E402
from config.demo.accounts import ADMINISTRATOR  # noqa: E402
from learning.counting.cells import write_again  # noqa: E402
from learning.targets.enums import ScopeKind  # noqa: E402
from learning.targets.models import Target  # noqa: E402
from modules.programmes.enums import CountsAs  # noqa: E402
from modules.programmes.models import Revision  # noqa: E402
from tests.bench.pages import session_of  # noqa: E402
from tests.learning.builders import (  # noqa: E402
    a_cohort,
    a_person,
    a_revision,
    a_venue,
    an_enrolment,
    the_provider,
)

PLACES, COMING = 42, 12
YEARS = 4
REGIONS = (
    "11", "24", "27", "28", "32", "44", "52", "53", "75", "76", "84", "93", "94", "01", "02", "03",
    "04", "06", "988", "987",
)  # fmt: skip
MODULES, EMPLOYERS, SCHOOLS = 6, 540, 40

ORGANISATIONS = """
INSERT INTO accounts_organisation (id, name, kind, address, region, versant, approval,
    approver_email, activity_number, signatory_name, signatory_quality)
SELECT gen_random_uuid(), 'Structure ' || n,
    CASE WHEN n <= %(schools)s THEN 'school' ELSE (ARRAY['state_service', 'region', 'department',
        'intercommunality', 'municipality', 'hospital', 'association'])[1 + n %% 7] END,
    '', '11', 'fpt', 'none', '', '', '', ''
FROM generate_series(1, %(organisations)s) n
"""
NAMED = "SELECT id, kind = 'school' FROM accounts_organisation WHERE name LIKE 'Structure%'"
PEOPLE = """
INSERT INTO accounts_user (id, password, email, first_name, last_name, language, wants_digests,
    is_active, date_joined)
SELECT gen_random_uuid(), '!', 'foule' || n || '@essai.example', 'Camille', 'Foule ' || n, 'fr',
    true, true, now()
FROM generate_series(1, %(people)s) n
"""
COHORTS = """
INSERT INTO learning_cohort (id, code, title, revision_id, venue_id, organiser_id, places_min,
    places_max, state, offer_hours, price_per_person, diversity_goals, online_url, bring,
    calendar_sequence, calendar_changed_at, starts_on, ends_on)
SELECT gen_random_uuid(), 'foule-' || n, 'Groupe ' || n,
    (%(revisions)s::bigint[])[1 + n %% %(modules)s], (%(venues)s::bigint[])[1 + n %% %(regions)s],
    %(provider)s, 35, 42, 'closed', 48, 0, '', '', '', 0, now(), day, day + 2
FROM (SELECT n, %(first)s::date + (n * %(days)s / (%(cohorts)s + 1)) AS day
    FROM generate_series(1, %(cohorts)s) n) dated
"""
HALVES = """
INSERT INTO learning_halfday (cohort_id, day, period, starts_at, ends_at, sealed)
SELECT id, 1 + h / 2, CASE h %% 2 WHEN 0 THEN 'am' ELSE 'pm' END,
    starts_on + h / 2 + interval '8 hours' + h %% 2 * interval '5 hours',
    starts_on + h / 2 + interval '11 hours 30 minutes' + h %% 2 * interval '5 hours', true
FROM learning_cohort, generate_series(0, 5) h
"""
SEALS = """
INSERT INTO learning_countersignature (half_day_id, trainer_id, signed_at, present_count,
    absent_count)
SELECT id, %(boss)s, ends_at, 40, 2 FROM learning_halfday
"""
ENROLMENTS = """
INSERT INTO learning_enrolment (id, cohort_id, person_id, state, source, is_priority,
    requested_at, confirmed_at, cancellation_reason, left_late, enrolling_organisation_id,
    employer_id, function, region, versant, category)
SELECT gen_random_uuid(), cohort.id, person.id, 'confirmed', 'school', false,
    cohort.starts_on - 60, cohort.starts_on - 50, '', false,
    (%(schools_of)s::uuid[])[1 + place %% %(schools)s],
    (%(employers_of)s::uuid[])[1 + place * 7 %% %(employers)s], '',
    (%(codes)s::text[])[1 + place * 3 %% %(regions)s],
    (ARRAY['fpe', 'fpt', 'fph', 'other'])[1 + place %% 4], (ARRAY['a', 'b', 'c'])[1 + place %% 3]
FROM (SELECT id, starts_on, row_number() OVER (ORDER BY code) - 1 AS n FROM learning_cohort) cohort
CROSS JOIN generate_series(0, %(places)s - 1) seat
JOIN (SELECT id, row_number() OVER (ORDER BY email) - 1 AS n FROM accounts_user
    WHERE email LIKE 'foule%%') person ON person.n = (cohort.n * %(places)s + seat) %% %(people)s
CROSS JOIN LATERAL (SELECT (cohort.n * 31 + seat * 17)::bigint AS place) mixed
"""
MARKS = """
INSERT INTO learning_attendancemark (enrolment_id, half_day_id, status, note, method, signed_at,
    recorded_by_id, recorded_at, device, entry)
SELECT enrolment.id, half.id,
    CASE WHEN hashtext(enrolment.id::text || half.id) %% 20 = 0 THEN 'absent' ELSE 'present' END,
    '', 'self_signed', half.starts_at, enrolment.person_id, half.starts_at, '', 1
FROM learning_enrolment enrolment JOIN learning_halfday half USING (cohort_id)
"""
VERDICTS = """
INSERT INTO learning_completion (enrolment_id, version, person_id, verdict, reason,
    correction_reason, evidence, basis, half_days_attended, half_days_planned, minutes_attended,
    minutes_planned, counts_as, module_id, employer_id, school_id, region, versant, category,
    effective_on, recorded_at)
SELECT enrolment.id, 1, person_id,
    CASE WHEN there.n >= 5 THEN 'acquired' ELSE 'not_acquired' END, 'demi-journées', '', '',
    'half_days', there.n, 6, there.n * 210, 1260, format.counts_as, module.id, employer_id,
    enrolling_organisation_id, enrolment.region, enrolment.versant, enrolment.category,
    cohort.ends_on, cohort.ends_on + interval '18 hours'
FROM learning_enrolment enrolment
JOIN learning_cohort cohort ON cohort.id = enrolment.cohort_id
JOIN modules_revision revision ON revision.id = cohort.revision_id
JOIN modules_edition edition ON edition.id = revision.edition_id
JOIN modules_module module ON module.id = edition.module_id
JOIN modules_format format ON format.id = module.format_id
JOIN (SELECT enrolment_id, count(*) FILTER (WHERE status = 'present') AS n
    FROM learning_attendancemark GROUP BY 1) there ON there.enrolment_id = enrolment.id
"""
AWARDS = """
INSERT INTO certificates_award (id, key, serial, code, kind, recipient_id, facts, issued_at,
    revocation_reason, revocation_note, pdf, pdf_sha256, paper_sha256, seal, rendered_at)
SELECT gen_random_uuid(), 'completion:' || enrolment_id || ':1', 'RAP-' || id,
    lpad(id::text, 26, '0'), 'completion_certificate', person_id,
    jsonb_build_object('title', repeat('Réenchantez ', 20)), recorded_at, '', '',
    'awards/x.pdf', repeat('a', 64), repeat('b', 64), '', recorded_at
FROM learning_completion WHERE verdict = 'acquired'
"""
# What `count_everything` would write of these verdicts, none of which was ever corrected.
NUMBERS = """
INSERT INTO learning_countedperson (id, person_id)
SELECT gen_random_uuid(), id FROM accounts_user WHERE email LIKE 'foule%%'
"""
RECORD = """
INSERT INTO learning_countedverdict (key_id, completion_id, cohort_id, acquired, counts_as,
    effective_on, region, versant, category, employer_id, employer_kind, school_id, module_id,
    format_id, minutes, half_days, half_days_planned, since)
SELECT number.id, told.id, enrolment.cohort_id, verdict = 'acquired', counts_as, effective_on,
    told.region, told.versant, told.category, told.employer_id, employer.kind, school_id,
    module_id, module.format_id, minutes_attended, half_days_attended, half_days_planned,
    recorded_at
FROM learning_completion told
JOIN learning_countedperson number USING (person_id)
JOIN learning_enrolment enrolment ON enrolment.id = told.enrolment_id
JOIN accounts_organisation employer ON employer.id = told.employer_id
JOIN modules_module module ON module.id = told.module_id
ORDER BY told.id
"""
COUNTS = """
INSERT INTO learning_count (target_id, counts_as, key_id, verdict_id, effective_on, since)
SELECT DISTINCT ON (counts_as, key_id) %(target)s, counts_as, key_id, id, effective_on, since
FROM learning_countedverdict WHERE acquired ORDER BY counts_as, key_id, effective_on, id
"""
HEAD = """
INSERT INTO learning_recordhead (id, last_at) SELECT 1, max(since) FROM learning_countedverdict
"""
IN_ORDER = (
    COHORTS, HALVES, SEALS, ENROLMENTS, MARKS, VERDICTS, AWARDS, NUMBERS, RECORD, COUNTS, HEAD,
)  # fmt: skip


def _to_come(revision: Revision, today: date) -> None:
    """Open cohorts that fill, and give each region its target: a board shows them."""
    people = User.objects.filter(email__startswith="foule").order_by("email")
    for n in range(COMING):
        starts = today + timedelta(days=10 + 7 * n)
        cohort = a_cohort(revision=revision, starts=starts, places=(35, PLACES))
        for person in people[: PLACES - 2 * n]:
            an_enrolment(cohort, person)
    for region in REGIONS:
        Target.objects.create(
            name=region, count=1_000, counts_as=CountsAs.TRAINED, counted_at=timezone.now(),
            scope_kind=ScopeKind.REGION, scope_value=region,
            starts_on=today - timedelta(days=90), ends_on=today + timedelta(days=275),
        )  # fmt: skip


def main(cohorts: int, people: int) -> None:
    """Migrate and write."""
    call_command("migrate", verbosity=0)
    boss = a_person(Role.ADMINISTRATOR, the_provider(), email=ADMINISTRATOR)
    today = timezone.localdate()
    first = today - timedelta(days=365 * YEARS - 40)
    target = Target.objects.create(
        name="100 000 agents", count=200_000, counts_as=CountsAs.TRAINED,
        starts_on=first - timedelta(days=10), ends_on=today + timedelta(days=400),
        counted_at=timezone.now(),
    )  # fmt: skip
    revisions = [a_revision() for _n in range(MODULES - 1)]
    revisions.append(a_revision(counts_as=CountsAs.SENSITISED))
    asked: dict[str, Any] = {
        "cohorts": cohorts, "people": people, "places": PLACES, "modules": MODULES,
        "regions": len(REGIONS), "codes": list(REGIONS), "schools": SCHOOLS,
        "employers": EMPLOYERS, "organisations": SCHOOLS + EMPLOYERS, "boss": boss.pk,
        "revisions": [one.pk for one in revisions], "first": first,
        "days": (today - first).days - 5,
        "venues": [a_venue(region=region).pk for region in REGIONS],
        "provider": the_provider().pk, "target": target.pk,
    }  # fmt: skip
    with connection.cursor() as cursor:
        # What is made here leads where it says: each of millions of keys is not checked.
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(ORGANISATIONS, asked)
        cursor.execute(PEOPLE, asked)
        cursor.execute(NAMED)
        rows = cursor.fetchall()
        asked["schools_of"] = [pk for pk, is_school in rows if is_school]
        asked["employers_of"] = [pk for pk, is_school in rows if not is_school]
        for statement in IN_ORDER:
            cursor.execute(statement, asked)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("ANALYZE")
    with transaction.atomic():
        write_again(target)
        _to_come(revisions[0], today)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(session_of(ADMINISTRATOR))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
