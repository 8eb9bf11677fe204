"""THE access table: who is answered what, on every route of the site.

One row per route and method. Five columns say who asks:

- visitor: not signed in;
- agent: takes part in the cohort;
- trainer: trains the cohort;
- manager: manages the school that organises the cohort and enrolled the agent;
- administrator: administers the programme.

In a column, `200/404` reads: 200 for an object of one's own (the cohort, enrolment or award that
the person above has to do with), 404 for someone else's of the same kind. One value stands for
both. `login` is a redirection to the sign-in page.

302 on a POST is a success that leads to another page. 404 hides what a stranger must not know to
exist; 403 closes a whole space; 409 refuses an act with a reason. Whatever the table refuses
(login, 400 and above), the test checks that nothing was written.

A route that is missing here fails the test, and so does a method that a page accepts.
"""

from tests.access.attendance_table import ROLL, SIGNING, WELCOME
from tests.access.badges_table import BADGES
from tests.access.checking_table import CHECKING, CHECKING_SCENES
from tests.access.design_table import DESIGNS
from tests.access.desk_table import DESK
from tests.access.follow_table import FOLLOW
from tests.access.issuing_table import ISSUING
from tests.access.paper_table import PAPER
from tests.access.proofs_table import PROOFS
from tests.access.workshop_table import AUTHORING

# Whose objects fill the addresses: `running` unless named here. See tests/access/world.py.
SCENES = {
    **CHECKING_SCENES,
    "catalogue:module": "coming",
    "learner:ask": "coming",
    "steering:dates": "coming",
    "steering:practical": "coming",
    "agenda:mine": "coming",
    "agenda:feed": "coming",
    "learner:cancel": "coming",
    "learner:award_pdf": "finished",
    "learner:restart": "interactive",
    "trainer:declare": "declared",
    "trainer:activity_results": "interactive",
    "trainer:statements_csv": "interactive",
    "trainer:statements_jsonl": "interactive",
    "api:statements": "interactive",
    "api:state": "interactive",
    "trainer:correct": "finished",
    "school:cohort": "coming",
    "school:reserve": "coming",
    "school:release": "coming",
    "school:cancel": "coming",
    "school:move_enrolment": "coming",
    "steering:enrolment": "coming",
    "steering:replace": "coming",
    "steering:move_enrolment": "coming",
    "steering:cancel": "coming",
    "steering:group_leave": "grouped",
    "school:group_make": "grouped",
    "school:group": "grouped",
    "school:group_leave": "grouped",
    "school:award_pdf": "finished",
    "school:papers": "finished",
    "school:issue_run": "finished",
    "school:issue_run_progress": "finished",
    "school:issue_run_zip": "finished",
    "steering:papers": "finished",
    "steering:papers_progress": "finished",
    "trainer:certificates": "finished",
    "steering:award": "finished",
    "steering:award_pdf": "finished",
    "steering:revoke": "finished",
    "steering:undo_merge": "coming",
    "verify:award": "finished",
    "badges:badge": "finished",
    "badges:credential": "finished",
    "badges:image": "finished",
    "badges:jwt": "finished",
    "api:cohort": "coming",
    "api:request_place": "coming",
    "api:enrol_agent": "coming",
    "api:cancel": "coming",
    "awards_api:award": "finished",
    "studio:restore": "archived",
    "workshop:restart": "coming",
    "activities:edit": "draft",
    "activities:undo": "draft",
    "activities:redo": "draft",
    "activities:contents": "draft",
    "activities:send_file": "draft",
    "steering:text": "coming",
    "commons:module": "shared",
    "places:offer": "offered",
    "places:request": "awaiting",
    # A link for something else: it opens nothing here.
    "unsubscribe:page": "offered",
    "learner:answer": "offered",
    "steering:decision": "coming",
    "school:make_convention": "coming",
    "school:convention_pdf": "coming",
    "steering:cohort_conventions": "coming",
    "steering:convention": "coming",
    "steering:convention_pdf": "coming",
    "places:dates": "postponed",
    "learner:dates": "postponed",
    "learner:approval": "awaiting",
    "learner:invitation": "coming",
    "steering:rules": "coming",
    "steering:by_hand": "offered",
    "api:accept_offer": "offered",
    "api:decline_offer": "offered",
    **dict.fromkeys(
        (
            "school:import",
            "school:paste",
            "school:enrolment",
            "school:replace",
            "school:roster",
            "school:roster_columns",
            "school:roster_answer",
            "school:roster_apply",
            "school:roster_progress",
        ),
        "coming",
    ),
}

PAGES = [
    # route                     method  visitor  agent      trainer    manager    administrator
    ("catalogue:home",          "GET",  "200",   "200",     "200",     "200",     "200"),
    ("catalogue:module",        "GET",  "200",   "200",     "200",     "200",     "200"),
    # One asks for a place for oneself, in any cohort that is announced.
    ("learner:ask",             "GET",  "login", "302/404", "200/404", "200/404", "200"),
    ("learner:ask",             "POST", "login", "302/404", "302/404", "302/404", "302/409"),
    # One's own learning: nobody else has a way in, administrators look from their own pages.
    ("learner:home",            "GET",  "login", "200",     "200",     "200",     "200"),
    ("learner:enrolment",       "GET",  "login", "200/404", "404",     "404",     "404"),
    ("learner:cancel",          "POST", "login", "302/404", "404",     "404",     "404"),
    ("learner:calendar",        "GET",  "login", "200/404", "404",     "404",     "404"),
    ("learner:sign",            "GET",  "login", "200/404", "404",     "404",     "404"),
    ("learner:sign",            "POST", "login", "302/404", "404",     "404",     "404"),
    ("learner:activity",        "GET",  "login", "200/404", "404",     "404",     "404"),
    ("learner:activity",        "POST", "login", "302/404", "404",     "404",     "404"),
    ("learner:restart",         "POST", "login", "302/404", "404",     "404",     "404"),
    ("learner:awards",          "GET",  "login", "200",     "200",     "200",     "200"),
    ("learner:award_pdf",       "GET",  "login", "200/404", "404",     "404",     "404"),
    # The room: its trainers run it, administrators look into any and may note presences.
    ("trainer:home",            "GET",  "login", "200",     "200",     "200",     "200"),
    ("trainer:room",            "GET",  "login", "404",     "200/404", "404",     "200"),
    ("trainer:room",            "POST", "login", "404",     "302/404", "404",     "302"),
    ("trainer:half_day",        "GET",  "login", "404",     "200/404", "404",     "200"),
    ("trainer:half_day",        "POST", "login", "404",     "302/404", "404",     "302"),
    ("trainer:group",           "GET",  "login", "404",     "200/404", "404",     "200"),
    ("trainer:evidence",        "GET",  "login", "404",     "200/404", "404",     "200"),
    ("trainer:results",         "GET",  "login", "404",     "200/404", "404",     "200"),
    ("trainer:activity_results", "GET", "login", "404",     "200/404", "404",     "200"),
    ("trainer:statements_csv",  "GET",  "login", "404",     "200/404", "404",     "200"),
    ("trainer:statements_jsonl", "GET", "login", "404",     "200/404", "404",     "200"),
    ("trainer:declare",         "POST", "login", "404",     "302/404", "404",     "302"),
    # Only those who were in the room sign for it.
    ("trainer:countersign",     "GET",  "login", "404",     "200/404", "404",     "200"),
    ("trainer:countersign",     "POST", "login", "404",     "302/404", "404",     "409"),
    ("trainer:correct",         "GET",  "login", "404",     "200/404", "404",     "200"),
    ("trainer:correct",         "POST", "login", "404",     "302/404", "404",     "302"),
    # The school's space: closed to who manages none; in it, one's own schools' people only.
    ("school:home",             "GET",  "login", "403",     "403",     "200",     "403"),
    ("school:cohort",           "GET",  "login", "403",     "403",     "200/404", "403"),
    ("school:cohort",           "POST", "login", "403",     "403",     "302/404", "403"),
    ("school:reserve",          "POST", "login", "403",     "403",     "302/404", "403"),
    ("school:release",          "POST", "login", "403",     "403",     "302/404", "403"),
    ("school:cancel",           "POST", "login", "403",     "403",     "302/404", "403"),
    ("school:awards",           "GET",  "login", "403",     "403",     "200",     "403"),
    ("school:award_pdf",        "GET",  "login", "403",     "403",     "200/404", "403"),
    # The board: closed to who does not steer the programme; in it, everything.
    ("steering:board",          "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:target",         "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:target",         "POST", "login", "403",     "403",     "403",     "302"),
    ("steering:half_days",      "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:cohorts",        "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:cohort",         "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:move",           "POST", "login", "403",     "403",     "403",     "302"),
    ("steering:papers",         "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:people",         "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:person",         "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:awards",         "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:award",          "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:award_pdf",      "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:revoke",         "POST", "login", "403",     "403",     "403",     "302"),
    # Whoever holds a code may check it.
    ("verify:form",             "GET",  "200",   "200",     "200",     "200",     "200"),
    ("verify:award",            "GET",  "200",   "200",     "200",     "200",     "200"),
    ("profile:edit",            "GET",  "login", "200",     "200",     "200",     "200"),
    ("profile:edit",            "POST", "login", "302",     "302",     "302",     "302"),
    ("home",                    "GET",  "login", "302",     "302",     "302",     "302"),
    ("set_language",            "POST", "302",   "302",     "302",     "302",     "302"),
    ("accessibility",           "GET",  "200",   "200",     "200",     "200",     "200"),
    ("healthz",                 "GET",  "200",   "200",     "200",     "200",     "200"),
    ("readyz",                  "GET",  "200",   "200",     "200",     "200",     "200"),
]  # fmt: skip

# The sign-in library's pages: forms sent empty here, so 200 shows the form and its mistakes.
ACCOUNT = [
    # route                                    method  visitor  agent  trainer  manager  admin.
    ("account_login",                          "GET",  "200",   "302", "302",   "302",   "302"),
    ("account_login",                          "POST", "200",   "302", "302",   "302",   "302"),
    ("account_signup",                         "GET",  "200",   "302", "302",   "302",   "302"),
    ("account_signup",                         "POST", "200",   "302", "302",   "302",   "302"),
    ("account_logout",                         "GET",  "302",   "200", "200",   "200",   "200"),
    ("account_logout",                         "POST", "302",   "302", "302",   "302",   "302"),
    ("account_inactive",                       "GET",  "200",   "200", "200",   "200",   "200"),
    ("account_reauthenticate",                 "GET",  "login", "200", "200",   "200",   "200"),
    ("account_reauthenticate",                 "POST", "login", "200", "200",   "200",   "200"),
    ("account_email",                          "GET",  "login", "200", "200",   "200",   "200"),
    ("account_email",                          "POST", "login", "302", "302",   "302",   "302"),
    ("account_email_verification_sent",        "GET",  "200",   "200", "200",   "200",   "200"),
    ("account_confirm_email",                  "GET",  "200",   "200", "200",   "200",   "200"),
    ("account_confirm_email",                  "POST", "404",   "404", "404",   "404",   "404"),
    ("account_change_password",                "GET",  "login", "200", "200",   "200",   "200"),
    ("account_change_password",                "POST", "login", "200", "200",   "200",   "200"),
    ("account_set_password",                   "GET",  "login", "302", "302",   "302",   "302"),
    ("account_set_password",                   "POST", "login", "302", "302",   "302",   "302"),
    ("account_reset_password",                 "GET",  "200",   "200", "200",   "200",   "200"),
    ("account_reset_password",                 "POST", "200",   "200", "200",   "200",   "200"),
    ("account_reset_password_done",            "GET",  "200",   "200", "200",   "200",   "200"),
    ("account_reset_password_from_key",        "GET",  "200",   "200", "200",   "200",   "200"),
    ("account_reset_password_from_key",        "POST", "200",   "200", "200",   "200",   "200"),
    ("account_reset_password_from_key_done",   "GET",  "200",   "200", "200",   "200",   "200"),
    ("account_confirm_login_code",             "GET",  "login", "302", "302",   "302",   "302"),
    ("account_confirm_login_code",             "POST", "login", "302", "302",   "302",   "302"),
]  # fmt: skip

API = [
    # route                     method  visitor  agent      trainer    manager    administrator
    ("api:modules",             "GET",  "403",   "200",     "200",     "200",     "200"),
    ("api:cohorts",             "GET",  "403",   "200",     "200",     "200",     "200"),
    ("api:cohort",              "GET",  "403",   "200/404", "200/404", "200/404", "200"),
    ("api:request_place",       "POST", "403",   "409/404", "201/404", "201/404", "201/409"),
    ("api:enrol_agent",         "POST", "403",   "409/404", "409/404", "201/404", "409"),
    ("api:enrolments",          "GET",  "403",   "200",     "200",     "200",     "200"),
    ("api:enrolment",           "GET",  "403",   "200/404", "200/404", "200/404", "200"),
    ("api:cancel",               "POST", "403",   "200/404", "409/404", "200/404", "200/409"),
    ("api:sign",                "POST", "403",   "200/404", "409/404", "409/404", "409"),
    ("api:mark",                "PUT",  "403",   "409/404", "200/404", "409/404", "200"),
    # People answer for themselves: nobody does it for them. (400: the form here says nothing.)
    ("api:statements",          "POST", "403",   "400/404", "404",     "404",     "404"),
    ("api:state",               "GET",  "403",   "200/404", "404",     "404",     "404"),
    ("api:state",               "PUT",  "403",   "204/404", "404",     "404",     "404"),
    ("api:state",               "DELETE", "403", "204/404", "404",     "404",     "404"),
    ("api:countersign",         "POST", "403",   "409",     "200/409", "409",     "409"),
    ("api:completions",         "GET",  "403",   "200",     "200",     "200",     "200"),
    ("api:score",               "GET",  "403",   "200",     "200",     "200",     "200"),
    ("awards_api:awards",       "GET",  "403",   "200",     "200",     "200",     "200"),
    ("awards_api:award",        "GET",  "403",   "200/404", "404",     "404",     "200"),
    # The description of the API tells nothing of anybody.
    ("api_schema",              "GET",  "200",   "200",     "200",     "200",     "200"),
    ("api_docs",                "GET",  "200",   "200",     "200",     "200",     "200"),
]  # fmt: skip

# What an opaque frame asks for: no cookie is looked at, everyone holds the same signed addresses.
# Those of the table are not signed.
FRAMES = [
    # route                     method  visitor  agent      trainer    manager    administrator
    ("h5p:frame",               "GET",  "404",   "404",     "404",     "404",     "404"),
    ("h5p:upgrade",             "GET",  "404",   "404",     "404",     "404",     "404"),
    ("h5p:content_file",        "GET",  "404",   "404",     "404",     "404",     "404"),
    ("h5p:library_file",        "GET",  "404",   "404",     "404",     "404",     "404"),
    ("h5p:player_file",         "GET",  "404",   "404",     "404",     "404",     "404"),
    ("h5p:nothing",             "GET",  "404",   "404",     "404",     "404",     "404"),
]  # fmt: skip

# The workshop: closed to who neither teaches nor steers; in it, every content, whoever sent it.
# Activities: written in the workshop, read by who follows the module; notes are one's own.
# Modules, editions, reviews: the workshop again. The commons are for everyone.
# The day board: whoever teaches or steers writes every draft.
# In, out and on paper: what trainers and administrators take out, whoever wrote it.
# Places: what one is offered is one's own to answer; the links of mails answer whoever holds them.
PLACES = [
    # route                     method  visitor  agent      trainer    manager    administrator
    ("places:offer",            "GET",  "200",   "200",     "200",     "200",     "200"),
    ("places:offer",            "POST", "200",   "200",     "200",     "200",     "200"),
    ("places:request",          "GET",  "200",   "200",     "200",     "200",     "200"),
    ("places:request",          "POST", "200",   "200",     "200",     "200",     "200"),
    ("learner:answer",          "POST", "login", "302/404", "404",     "404",     "404"),
    ("learner:approval",        "POST", "login", "302/404", "404",     "404",     "404"),
    # A code gives a place to whoever was given it; the agent has one already.
    ("learner:invitation",      "GET",  "login", "200",     "200",     "200",     "200"),
    ("learner:invitation",      "POST", "login", "409",     "302",     "302",     "302"),
    ("steering:rules",          "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:rules",          "POST", "login", "403",     "403",     "403",     "302"),
    ("steering:by_hand",        "POST", "login", "403",     "403",     "403",     "302"),
    ("steering:structures",     "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:structure",      "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:structure",      "POST", "login", "403",     "403",     "403",     "302"),
    ("api:accept_offer",        "POST", "403",   "200/404", "404",     "404",     "404"),
    ("api:decline_offer",       "POST", "403",   "200/404", "404",     "404",     "404"),
]  # fmt: skip

# Files of people: a school's own, for a cohort it may see.
ROSTERS = [
    # route                     method  visitor  agent      trainer    manager    administrator
    ("school:import",           "GET",  "login", "403",     "403",     "200/404", "403"),
    ("school:import",           "POST", "login", "403",     "403",     "302/404", "403"),
    ("school:roster_sample",    "GET",  "login", "403",     "403",     "200",     "403"),
    ("school:roster",           "GET",  "login", "403",     "403",     "200/404", "403"),
    ("school:roster_columns",   "GET",  "login", "403",     "403",     "200/404", "403"),
    ("school:roster_columns",   "POST", "login", "403",     "403",     "302/404", "403"),
    ("school:roster_answer",    "POST", "login", "403",     "403",     "302/404", "403"),
    ("school:roster_apply",     "POST", "login", "403",     "403",     "302/404", "403"),
    ("school:roster_progress",  "GET",  "login", "403",     "403",     "200/404", "403"),
]  # fmt: skip

# People written twice: the administration's.
PEOPLE = [
    # route                     method  visitor  agent      trainer    manager    administrator
    ("steering:duplicates",     "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:merge_choose",   "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:merge",          "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:merge",          "POST", "login", "403",     "403",     "403",     "302"),
    ("steering:apart",          "POST", "login", "403",     "403",     "403",     "302"),
    ("steering:merges",         "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:undo_merge",     "GET",  "login", "403",     "403",     "403",     "200/404"),
    ("steering:undo_merge",     "POST", "login", "403",     "403",     "403",     "302/404"),
]  # fmt: skip


# Messages: what the platform writes to people is the administrators' to word, each one's to read.
MESSAGES = [
    # route                     method  visitor  agent      trainer    manager    administrator
    ("steering:messages",       "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:message",        "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:message",        "POST", "login", "403",     "403",     "403",     "302"),
    ("messages:all",            "GET",  "login", "200",     "200",     "200",     "200"),
    ("messages:open",           "POST", "login", "302/404", "404",     "404",     "404"),
    # The link at the foot of a digest, for anyone who holds it; here a link for something else.
    ("unsubscribe:page",        "GET",  "404",   "404",     "404",     "404",     "404"),
    ("unsubscribe:page",        "POST", "404",   "404",     "404",     "404",     "404"),
    ("messages:read",           "POST", "login", "302",     "302",     "302",     "302"),
]  # fmt: skip

# Decisions on a cohort; what its people answer to new days is theirs, or whoever's has the link.
DECISIONS = [
    # route                     method  visitor  agent      trainer    manager    administrator
    ("steering:decision",       "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:decision",       "POST", "login", "403",     "403",     "403",     "302/409"),
    ("places:dates",            "GET",  "200",   "200",     "200",     "200",     "200"),
    ("places:dates",            "POST", "200",   "200",     "200",     "200",     "200"),
    ("learner:dates",           "POST", "login", "302/404", "404",     "404",     "404"),
    # Needs: one's own to tell; whoever prepares the cohort reads them, its school never.
    ("learner:needs",           "GET",  "login", "200/404", "404",     "404",     "404"),
    ("learner:needs",           "POST", "login", "302/404", "404",     "404",     "404"),
    ("trainer:needs",           "GET",  "login", "404",     "200/404", "404",     "200"),
    ("steering:terms",          "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:terms",          "POST", "login", "403",     "403",     "403",     "302"),
    # Conventions: a school's own.
    ("school:conventions",      "GET",  "login", "403",     "403",     "200",     "403"),
    ("school:make_convention",  "POST", "login", "403",     "403",     "302/404", "403"),
    ("school:convention_pdf",   "GET",  "login", "403",     "403",     "200/404", "403"),
    ("steering:conventions",    "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:cohort_conventions", "GET", "login", "403",  "403",     "403",     "200"),
    # There is none for a cohort that is not announced.
    ("steering:cohort_conventions", "POST", "login", "403", "403",     "403",     "302/409"),
    ("steering:convention",     "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:convention",     "POST", "login", "403",     "403",     "403",     "302"),
    ("steering:convention_pdf", "GET",  "login", "403",     "403",     "403",     "200"),
]  # fmt: skip

# Calendar: dates are the administration's to change; who holds a secret address reads it.
CALENDAR = [
    # route                     method  visitor  agent      trainer    manager    administrator
    ("steering:dates",          "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:dates",          "POST", "login", "403",     "403",     "403",     "302"),
    ("steering:practical",      "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:practical",      "POST", "login", "403",     "403",     "403",     "302"),
    ("agenda:mine",             "GET",  "login", "200",     "200",     "200",     "200"),
    ("agenda:mine",             "POST", "login", "404",     "200/404", "200/404", "200"),
    ("agenda:feed",             "GET",  "200",   "200",     "200",     "200",     "200"),
    ("learner:convocation",     "GET",  "login", "200/404", "404",     "404",     "404"),
    ("school:convocation",      "GET",  "login", "403",     "403",     "200/404", "403"),
]  # fmt: skip

ROWS = [
    *PAGES, *ACCOUNT, *API, *FRAMES, *AUTHORING, *PLACES, *ROSTERS, *PEOPLE, *MESSAGES, *DECISIONS,
    *CALENDAR, *DESK, *SIGNING, *ROLL, *PAPER, *WELCOME, *FOLLOW, *DESIGNS, *CHECKING, *BADGES,
    *ISSUING, *PROOFS,
]  # fmt: skip
