"""Every route, asked by everyone, about their own objects and about someone else's."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.notifications.models import Message, MessageTemplate
from certificates.awards.models import Award
from certificates.badges.enums import KeyAlgorithm
from certificates.badges.keys import current_key
from certificates.designs.models import DesignVersion, PaperDesign
from common.audit.models import AuditEntry
from common.jobs.models import Job
from common.links.models import ActionLink
from learning.activity.models import Report, Subscription
from learning.annotations.models import Annotation
from learning.annual.models import Entry
from learning.attendance.models import AttendanceMark, Countersignature, DeviceMark
from learning.attendance.sheets.models import CellReading, Scan, ScanPage
from learning.cohorts.models import Cohort
from learning.completion.models import Completion
from learning.conventions.models import Convention
from learning.decisions.models import DateQuestion
from learning.enrolment.models import (
    Approval,
    CalendarFeed,
    Enrolment,
    EnrolmentGroup,
    Offer,
    Reservation,
)
from learning.issuing.models import IssueRun
from learning.makeups.models import MakeUp
from learning.needs.models import Need
from learning.people.models import PersonMerge, TwoPeople
from learning.plans.models import Plan
from learning.progress.models import ActivityCompletion, H5PState, JournalEntry, Statement
from learning.proofs.models import ProofPack
from learning.rosters.models import Roster
from learning.targets.models import Target
from modules.authoring.models import Comment, Gesture, Review, TimetableTemplate
from modules.commons.models import Asset
from modules.contents.models import (
    Content,
    ContentVersion,
    Draft,
    Library,
    TrustedLibrary,
    Upload,
)
from modules.exchange.models import ModuleImport
from modules.glossary.models import Term
from modules.programmes.models import Format, Module, Revision
from tests.access.plan_table import SENT
from tests.access.table import ROWS, SCENES
from tests.access.world import Scene, World, a_world
from tests.learning.builders import half_days_of
from tests.learning.cohorts.plans import as_sent
from tests.learning.rosters.files import a_csv, people

Sent = Mapping[str, str | list[str] | SimpleUploadedFile]

WHO = ("visitor", "agent", "trainer", "manager", "administrator")
# Their object is named in what is sent, not in the address.
NAMED_IN_THE_FORM = {"learner:ask", "agenda:mine"}
WATCHED = (
    ActionLink, ActivityCompletion, Annotation, Approval, Asset, AttendanceMark, AuditEntry, Award,
    CalendarFeed, CellReading, Cohort, Comment, Completion, Content, ContentVersion, Convention,
    Countersignature, DateQuestion, DesignVersion, DeviceMark, Draft, Enrolment, EnrolmentGroup,
    Entry, Gesture, H5PState, IssueRun, Job, JournalEntry, Library, MakeUp, MessageTemplate,
    Module, ModuleImport, Need, Offer, PaperDesign, PersonMerge, Plan, ProofPack, Report,
    Reservation, Review, Revision, Roster, Scan, ScanPage, Statement, Subscription, Target, Term,
    TimetableTemplate, TrustedLibrary, TwoPeople, Upload,
)  # fmt: skip
CHANGING = (
    (AttendanceMark, "status"), (CellReading, "decision"), (Cohort, "state"),
    (Content, "archived_at"), (ContentVersion, "state"), (Convention, "state"),
    (DateQuestion, "answer"), (Enrolment, "state"), (Format, "signature"), (MakeUp, "state"),
    (Message, "read_at"), (ModuleImport, "state"), (Offer, "state"), (Revision, "state"),
    (Roster, "state"), (Upload, "state"),
)  # fmt: skip


def routes() -> dict[str, set[str]]:
    """Return the site's routes, walked in the URLconf, and the parts of their addresses."""
    return dict(_walk(get_resolver().url_patterns, (), set()))


def _walk(patterns, spaces: tuple[str, ...], parts: set[str]) -> Iterator[tuple[str, set[str]]]:
    for pattern in patterns:
        inside = parts | set(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            deeper = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _walk(pattern.url_patterns, deeper, inside)
        else:
            assert isinstance(pattern, URLPattern)
            assert pattern.name, f"{pattern} has no name: the table could not tell of it."
            yield ":".join([*spaces, pattern.name]), inside


ROUTES = routes()


@pytest.fixture
def world(db, settings, tmp_path):  # noqa: ARG001 - `db` gives access to the database
    settings.MEDIA_ROOT = tmp_path
    for algorithm in KeyAlgorithm:
        current_key(algorithm)
    return a_world()


@pytest.fixture
def browsers(world):
    """Return one browser per column, signed in once."""
    found = {}
    for who in WHO:
        found[who] = Client(raise_request_exception=False)
        person = world.people[who]
        if person is not None:
            found[who].force_login(person)
    return found


def address(world: World, route: str, whose: str) -> str:
    scene = getattr(world, whose)[SCENES.get(route, "running")]
    parts = {name: scene.argument(route, name) for name in ROUTES[route]}
    return reverse(route, kwargs=parts)


def sent(world: World, route: str, whose: str) -> Sent:
    """Return what the page's form or the program would send."""
    scene = getattr(world, whose)[SCENES.get(route, "running")]
    package = {"file": SimpleUploadedFile("salut.h5p", b"un paquet")}
    newest = scene.workshop.unused.pk if scene.workshop else ""
    document = {"document": scene.workshop.document()} if scene.workshop else {}
    picture = {"file": SimpleUploadedFile("photo.png", b"une image"), "kind": "image"}
    present = {f"p-{scene.enrolment.pk}": "present"}
    agent = {
        "organisation": str(world.schools["own"].pk), "first_name": "Lou", "last_name": "Nouvel",
        "email": "lou.nouvel@essai.example", "versant": "fpt", "category": "a",
    }  # fmt: skip
    instead = {**agent, "reason": "Congé"}
    elsewhere = {
        "cohort": str(scene.other_date.pk if scene.other_date else ""), "reason": "Jury",
    }  # fmt: skip
    return {
        "learner:ask": {"cohorte": scene.cohort.code},
        "learner:answer": {"reponse": "oui"},
        "learner:invitation": {"code": invitation_code(scene.cohort)},
        "places:offer": {"reponse": "oui"},
        "places:request": {"reponse": "oui"},
        "agenda:mine": {"acte": "creer", "cohorte": scene.cohort.code},
        "steering:dates": as_sent(scene.cohort, by=timedelta(days=90)),
        "steering:practical": {"bring": "Un ordinateur"},
        "steering:rules": {"places_min": "1", "places_max": "50", "offer_hours": "24"},
        "steering:terms": {"price_per_person": "450", "diversity_goals": "Un tiers d’hospitaliers"},
        "learner:needs": {"diet": "Sans gluten", "accord_besoins": "1"},
        "school:make_convention": {"structure": agent["organisation"]},
        "steering:cohort_conventions": {"structure": str(scene.cohort.organiser_id)},
        "steering:convention": {
            "recue": str(timezone.localdate()), "signataire": "Lou Nouvel",
        },
        "places:dates": {"reponse": "non"},
        "steering:decision": {"acte": "confirmer", "raison": "Engagement pris"},
        "steering:by_hand": {"acte": "place", "raison": "A dit oui au téléphone"},
        "steering:structure": {"rule": "manager"},
        "learner:activity": {"fait": "1"},
        "activities:edit": {
            "version": str(scene.activity.version), "title": "Une autre", "kind": "page",
            "moment": "before", "minutes": "10", "audience": "everyone", "licence": "CC BY-SA 4.0",
        },
        "activities:send_file": {"file": SimpleUploadedFile("fiche.txt", b"Une fiche")},
        "steering:format": {
            "completion_basis": "half_days", "required_half_days": "1", "signature": "drawn",
            "sign_opens_before": "10", "sign_closes_after": "20",
        },
        "trainer:room": present,
        "trainer:half_day": present,
        "trainer:desk": {"personne": str(scene.enrolment.pk)},
        "trainer:desk_scans": {"json": an_arrival(scene)},
        "trainer:badges": {"prenom": "Lou"},
        "trainer:correct": {f"p-{scene.enrolment.pk}": "excused", "raison": "Train annulé"},
        "trainer:settle": {"choix": "appareil"},
        "trainer:scan_page": chosen_cells(scene.cohort) if route == "trainer:scan_page" else {},
        "trainer:declare": {"preuve": "Rapport remis"},
        "school:cohort": agent,
        "school:reserve": {
            "structure": agent["organisation"], "places": "1",
            "name_by": str(timezone.localdate() + timedelta(days=2)),
        },
        "api:enrol_agent": agent,
        "api:mark": {"status": "present"},
        "api:state": {"data": "{}"},
        "profile:edit": {
            "first_name": "Lou", "last_name": "Nouvel", "versant": "fpt", "category": "a",
            "employment_status": "tenured", "language": "fr",
        },
        "set_language": {"language": "en"},
        "steering:target": {
            "name": "500 agents", "count": "500", "starts_on": "2027-01-01",
            "ends_on": "2027-12-31",
        },
        "steering:designs": {"kind": "participation_attestation"},
        "steering:design": {"accent": "#cc3a1b", "acte": "enregistrer", "vu": "1-1"},
        "steering:design_preview": {"accent": "#1a4fa0"},
        **SENT,
        "steering:annotate": {"on": "2026-09-01", "words": "Ouverture de la saison 2"},
        "steering:annotation": {"acte": "retirer"},
        "steering:message": {"subject": "Your place", "body": "Hello {{ prenom }}"},
        "steering:move": {"etat": "closed"},
        "steering:merge": {"raison": "Vu au téléphone"},
        "learner:name_shown": {"nom": "initials"},
        "steering:replace_award": {
            "first_name": "Lou", "last_name": "Nouvel", "reason": "Mal écrit", "acte": "remplacer",
        },
        "steering:papers": {"titres": "completion"},
        "steering:issue_runs": {"titres": "completion"},
        "school:papers": {"structure": agent["organisation"]},
        "steering:annual": {"c.2": "1200"},
        "steering:declarations": {
            "module": str(scene.cohort.revision.edition.module_id), "specialite": "310",
            "objectif": "other",
        },
        "steering:revoke": {"motif": "fraud", "note": "Signalé"},
        "school:import": {
            "organisation": str(world.schools["own"].pk),
            "file": SimpleUploadedFile("liste.csv", a_csv(people(1, first=7)).encode()),
        },
        "school:paste": {
            "organisation": str(world.schools["own"].pk),
            "lines": "Lou Nouvel <lou.nouvel@essai.example>",
        },
        **dict.fromkeys(("school:replace", "steering:replace"), instead),
        **dict.fromkeys(("school:move_enrolment", "steering:move_enrolment"), elsewhere),
        "school:group_make": {
            "name": "Le service", "qui": [str(one.pk) for one in scene.colleagues[2:]],
        },
        "school:group": {"acte": "partie"},
        "school:roster_columns": {"last_name": "0", "first_name": "1", "email": "2"},
        "school:roster_apply": {"lignes": "all"},
        "inout:send": {"file": SimpleUploadedFile("module.zip", b"un module")},
        "studio:send": package,
        "studio:replace": package,
        **dict.fromkeys(("studio:new", "studio:save", "studio:preview"), document),
        "studio:send_file": picture,
        "studio:propose": {"library": str(newest), "params": "{}"},
        "board:sequence": {"act": "later"},
        "board:timetables": {"act": "keep", "name": "Essai"},
        "libraries:refuse": {"note": "Licence inconnue"},
        "contents_api:contents": package,
        "contents_api:refuse": {"note": "Licence inconnue"},
        "workshop:new": {"title": "Écouter", "programme": str(Format.objects.all()[0].pk)},
        "workshop:sheet": {"title": "Écouter le guichet", "licence": "CC BY 4.0"},
        "workshop:discard": {"raison": "Fausse piste"},
        "workshop:ask": {"a": str(a_colleague(world))},
        "workshop:changes": {"texte": "Le midi est trop court."},
        "workshop:comment": {"texte": "Et le midi ?"},
        "workshop:answer": {"texte": "Une heure et demie."},
        "steering:text": {"vers": str(scene.other_text.pk if scene.other_text else "")},
        "terms:add": {"term": "nouveau mot", "definition": "Neuf.", "licence": "CC BY-SA 4.0"},
        "terms:edit": {
            "term": "autre mot", "definition": "Neuf.", "licence": "CC0 1.0", "version": "1",
        },
    }.get(route, {})  # fmt: skip


def chosen_cells(cohort: Cohort) -> dict[str, str]:
    """Return the form of a signed page of the cohort, its cells validated as signed."""
    cells = CellReading.objects.filter(page__scan__cohort=cohort)
    return {f"c-{cell.pk}": "present" for cell in cells}


def an_arrival(scene: Scene) -> str:
    """Return what a welcome desk sends of one person."""
    now = timezone.now().isoformat()
    act = {
        "nonce": str(uuid4()), "at": now, "half_day": half_days_of(scene.cohort)[0].pk,
        "enrolment": str(scene.enrolment.pk),
    }  # fmt: skip
    return json.dumps({"device": str(uuid4()), "sent_at": now, "acts": [act]})


def invitation_code(cohort: Cohort) -> str:
    """Return a code that opens a place there, if a school keeps any."""
    return "".join(Reservation.objects.filter(cohort=cohort).values_list("code", flat=True))


def a_colleague(world: World) -> object:
    """Return someone of the workshop who is in no column: anybody there may ask them."""
    draft = world.own["running"].draft
    assert draft is not None
    reviewer = draft.reviews.get().reviewer
    assert reviewer is not None
    return reviewer.pk


def ask(browser: Client, method: str, url: str, data: Sent) -> str:
    """Send one request; return its status, or "login" where it leads to the sign-in page."""
    if method == "GET":
        response = browser.get(url, data if url == reverse("learner:ask") else {})
    elif "json" in data:
        response = browser.post(url, data["json"], content_type="application/json")
    elif method == "POST":
        response = browser.post(url, data)
    else:
        response = browser.generic(method, url, _json(data), content_type="application/json")
    if response.streaming:
        b"".join(response)  # to the end, which closes the file
    if response.status_code == 302 and response["Location"].startswith(reverse("account_login")):
        return "login"
    return str(response.status_code)


def _json(data: Sent) -> str:
    inside = ", ".join(f'"{key}": "{value}"' for key, value in data.items())
    return f"{{{inside}}}"


def what_is_written() -> tuple[object, ...]:
    """Return a print of everything that acts write, in one query."""
    counts = [f"(SELECT count(*) FROM {model._meta.db_table})" for model in WATCHED]
    states = [
        f"(SELECT md5(string_agg(id::text || {column}, ',' ORDER BY id)) FROM {table})"
        for table, column in ((model._meta.db_table, column) for model, column in CHANGING)
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(counts + states)}")
        return tuple(cursor.fetchone())


def test_every_route_has_its_row_and_every_row_its_route():
    assert {row[0] for row in ROWS} == set(ROUTES)


def test_no_row_is_told_twice():
    told = [row[:2] for row in ROWS]
    assert len(told) == len(set(told))


# In two halves, which two processes ask at once.
@pytest.mark.parametrize("half", [0, 1])
def test_everyone_is_answered_what_the_table_says(world, browsers, subtests, half):
    for row in ROWS[half::2]:
        with subtests.test(msg=f"{row[1]} {row[0]}"):
            wrong = {
                case: pair for case, pair in answers(world, browsers, row) if pair[0] != pair[1]
            }
            assert not wrong, f"(answered, in the table): {wrong}"


def answers(world, browsers, row):
    """Yield ((who, whose object), (what was answered, what the table says))."""
    route, method, *columns = row
    is_somebodys = bool(ROUTES[route]) or route in NAMED_IN_THE_FORM
    for whose in ("own", "others") if is_somebodys else ("own",):
        url = address(world, route, whose)
        is_read = method == "GET" and route not in NAMED_IN_THE_FORM
        data = {} if is_read else sent(world, route, whose)
        for who, expected in zip(WHO, columns, strict=True):
            own, _slash, others = expected.partition("/")
            told = own if whose == "own" else others or own
            yield (who, whose), (answer(browsers[who], method, url, data), told)


def answer(browser, method, url, data):
    """Ask once and undo it; what is refused must have written nothing."""
    for file in (one for one in data.values() if isinstance(one, SimpleUploadedFile)):
        file.seek(0)
    cookies = dict(browser.cookies)
    with transaction.atomic():
        before = what_is_written() if method != "GET" else ()
        status = ask(browser, method, url, data)
        if method != "GET" and (status == "login" or status >= "400"):
            assert what_is_written() == before, f"{method} {url} was refused and yet wrote."
        transaction.set_rollback(True)
    browser.cookies.clear()
    browser.cookies.update(cookies)
    return status


def test_every_method_a_page_accepts_is_in_the_table(world, browsers, subtests):
    for route in sorted(ROUTES):
        with subtests.test(msg=route), transaction.atomic():
            response = browsers["administrator"].generic("TRACE", address(world, route, "own"))
            transaction.set_rollback(True)
            accepted = set(re.findall(r"[A-Z]+", response.get("Allow", "")))
            told = {method for name, method, *_columns in ROWS if name == route}
            # Django answers HEAD as GET, and a form's PUT as its POST.
            assert accepted - {"HEAD", "OPTIONS"} - ({"PUT"} if "POST" in told else set()) <= told
