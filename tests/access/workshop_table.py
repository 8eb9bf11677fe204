"""The access table's part for the workshop: contents, modules, what is taken out and brought in.

Columns and answers: see table.py.
"""

WORKSHOP = [
    # route                     method  visitor  agent      trainer    manager    administrator
    ("studio:contents",         "GET",  "login", "403",     "200",     "403",     "200"),
    ("studio:send",             "GET",  "login", "403",     "200",     "403",     "200"),
    ("studio:send",             "POST", "login", "403",     "302",     "403",     "302"),
    ("studio:content",          "GET",  "login", "403",     "200",     "403",     "200"),
    ("studio:replace",          "GET",  "login", "403",     "200",     "403",     "200"),
    ("studio:replace",          "POST", "login", "403",     "302",     "403",     "302"),
    ("studio:archive",          "POST", "login", "403",     "302",     "403",     "302"),
    ("studio:restore",          "POST", "login", "403",     "302",     "403",     "302"),
    ("studio:start_export",     "POST", "login", "403",     "302",     "403",     "302"),
    ("studio:export",           "GET",  "login", "403",     "200",     "403",     "200"),
    ("studio:export_progress",  "GET",  "login", "403",     "200",     "403",     "200"),
    # Their export is not done: there is no file yet.
    ("studio:export_file",      "GET",  "login", "403",     "200/404", "403",     "200/404"),
    ("studio:upgrades",         "GET",  "login", "403",     "200",     "403",     "200"),
    ("studio:upgrade",          "GET",  "login", "403",     "200",     "403",     "200"),
    ("studio:propose",          "POST", "login", "403",     "302",     "403",     "302"),
    ("studio:accept",           "POST", "login", "403",     "302",     "403",     "302"),
    ("studio:drop",             "POST", "login", "403",     "302",     "403",     "302"),
    ("studio:back",             "POST", "login", "403",     "302",     "403",     "302"),
    # What was sent and is not yet a content: trainers follow their own only.
    ("studio:upload",           "GET",  "login", "403",     "200/404", "403",     "200"),
    ("studio:upload_progress",  "GET",  "login", "403",     "200/404", "403",     "200"),
    # Libraries are code: administrators alone decide which run here.
    ("libraries:libraries",     "GET",  "login", "403",     "403",     "403",     "200"),
    ("libraries:library",       "GET",  "login", "403",     "403",     "403",     "200"),
    ("libraries:delete",        "POST", "login", "403",     "403",     "403",     "302"),
    ("libraries:uploads",       "GET",  "login", "403",     "403",     "403",     "200"),
    ("libraries:upload",        "GET",  "login", "403",     "403",     "403",     "200"),
    ("libraries:approve",       "POST", "login", "403",     "403",     "403",     "302"),
    ("libraries:refuse",        "POST", "login", "403",     "403",     "403",     "302"),
    # The same for programs.
    ("contents_api:contents",   "GET",  "403",   "403",     "200",     "403",     "200"),
    ("contents_api:contents",   "POST", "403",   "403",     "202",     "403",     "202"),
    ("contents_api:content",    "GET",  "403",   "403",     "200",     "403",     "200"),
    ("contents_api:export",     "GET",  "403",   "403",     "200",     "403",     "200"),
    ("contents_api:upload",     "GET",  "403",   "403",     "200/404", "403",     "200"),
    ("contents_api:approve",    "POST", "403",   "403",     "403",     "403",     "200"),
    ("contents_api:refuse",     "POST", "403",   "403",     "403",     "403",     "200"),
    ("contents_api:libraries",  "GET",  "403",   "403",     "403",     "403",     "200"),
    ("contents_api:library",    "GET",  "403",   "403",     "403",     "403",     "200"),
    ("contents_api:library",    "DELETE", "403", "403",     "403",     "403",     "204"),
    # The form of a content.
    ("studio:new",              "GET",  "login", "403",     "200",     "403",     "200"),
    ("studio:new",              "POST", "login", "403",     "200",     "403",     "200"),
    ("studio:edit",             "GET",  "login", "403",     "200",     "403",     "200"),
    ("studio:save",             "POST", "login", "403",     "200",     "403",     "200"),
    ("studio:form_of",          "GET",  "login", "403",     "404",     "403",     "404"),
    ("studio:preview",          "POST", "login", "403",     "200",     "403",     "200"),
    ("studio:send_file",        "POST", "login", "403",     "200",     "403",     "200"),
    ("studio:picture",          "GET",  "login", "403",     "404",     "403",     "404"),
    # The glossary and the search: read by all, kept by those who teach or steer.
    ("glossary:terms",          "GET",  "200",   "200",     "200",     "200",     "200"),
    ("glossary:term",           "GET",  "200",   "200",     "200",     "200",     "200"),
    ("terms:add",               "GET",  "login", "403",     "200",     "403",     "200"),
    ("terms:add",               "POST", "login", "403",     "302",     "403",     "302"),
    ("terms:edit",              "GET",  "login", "403",     "200",     "403",     "200"),
    ("terms:edit",              "POST", "login", "403",     "302",     "403",     "302"),
    ("terms:remove",            "POST", "login", "403",     "302",     "403",     "302"),
    ("search:search",           "GET",  "200",   "200",     "200",     "200",     "200"),
]  # fmt: skip

ACTIVITIES = [
    # route                     method  visitor  agent      trainer    manager    administrator
    ("activities:edit",         "GET",  "login", "403",     "200",     "403",     "200"),
    ("activities:edit",         "POST", "login", "403",     "302",     "403",     "302"),
    ("activities:undo",         "POST", "login", "403",     "302",     "403",     "302"),
    ("activities:redo",         "POST", "login", "403",     "302",     "403",     "302"),
    ("activities:contents",     "GET",  "login", "403",     "200",     "403",     "200"),
    ("activities:send_file",    "POST", "login", "403",     "201",     "403",     "201"),
    # Without an address signed for them, participants have no file.
    ("files:file",              "GET",  "login", "404",     "200",     "404",     "200"),
    ("learner:journal",         "GET",  "login", "200",     "200",     "200",     "200"),
    ("learner:journal_text",    "GET",  "login", "200",     "200",     "200",     "200"),
    ("learner:write",           "POST", "login", "302/404", "404",     "404",     "404"),
    ("trainer:activity",        "GET",  "login", "404",     "200/404", "404",     "200"),
]  # fmt: skip

MODULES = [
    # route                     method  visitor  agent      trainer    manager    administrator
    ("workshop:modules",        "GET",  "login", "403",     "200",     "403",     "200"),
    ("workshop:new",            "GET",  "login", "403",     "200",     "403",     "200"),
    ("workshop:new",            "POST", "login", "403",     "302",     "403",     "302"),
    ("workshop:module",         "GET",  "login", "403",     "200",     "403",     "200"),
    ("workshop:fork",           "POST", "login", "403",     "302",     "403",     "302"),
    ("workshop:next_edition",   "POST", "login", "403",     "302",     "403",     "302"),
    ("workshop:restart",        "POST", "login", "403",     "302",     "403",     "302"),
    ("workshop:discard",        "POST", "login", "403",     "302",     "403",     "302"),
    ("workshop:sheet",          "GET",  "login", "403",     "200",     "403",     "200"),
    ("workshop:sheet",          "POST", "login", "403",     "302",     "403",     "302"),
    ("workshop:differences",    "GET",  "login", "403",     "200",     "403",     "200"),
    ("workshop:revision",       "GET",  "login", "403",     "200",     "403",     "200"),
    ("workshop:ask",            "POST", "login", "403",     "302",     "403",     "302"),
    ("workshop:approve",        "POST", "login", "403",     "302",     "403",     "302"),
    ("workshop:changes",        "POST", "login", "403",     "302",     "403",     "302"),
    ("workshop:publish",        "POST", "login", "403",     "302",     "403",     "302"),
    ("workshop:comment",        "POST", "login", "403",     "302",     "403",     "302"),
    ("workshop:answer",         "POST", "login", "403",     "302",     "403",     "302"),
    ("workshop:resolve",        "POST", "login", "403",     "302",     "403",     "302"),
    ("steering:text",           "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:text",           "POST", "login", "403",     "403",     "403",     "302"),
    ("commons:library",         "GET",  "200",   "200",     "200",     "200",     "200"),
    ("commons:module",          "GET",  "200",   "200",     "200",     "200",     "200"),
]  # fmt: skip

BOARD = [
    # route                     method  visitor  agent      trainer    manager    administrator
    ("board:revision",          "GET",  "login", "403",     "200",     "403",     "200"),
    ("board:preview",           "GET",  "login", "403",     "200",     "403",     "200"),
    ("board:days",              "POST", "login", "403",     "302",     "403",     "302"),
    ("board:day",               "POST", "login", "403",     "302",     "403",     "302"),
    ("board:sequence",          "POST", "login", "403",     "302",     "403",     "302"),
    # One takes back one's own gestures only: here, those of the trainer.
    ("board:undo",              "POST", "login", "403",     "302/409", "403",     "409"),
    ("board:redo",              "POST", "login", "403",     "302/409", "403",     "409"),
    ("board:timetables",        "GET",  "login", "403",     "200",     "403",     "200"),
    ("board:timetables",        "POST", "login", "403",     "302",     "403",     "302"),
]  # fmt: skip

IN_AND_OUT = [
    # route                     method  visitor  agent      trainer    manager    administrator
    ("inout:export",            "GET",  "login", "403",     "200",     "403",     "200"),
    ("inout:module_zip",        "GET",  "login", "403",     "302",     "403",     "302"),
    ("inout:module_zip",        "POST", "login", "403",     "302",     "403",     "302"),
    ("inout:static",            "GET",  "login", "403",     "302",     "403",     "302"),
    ("inout:static",            "POST", "login", "403",     "302",     "403",     "302"),
    ("inout:booklet",           "GET",  "login", "403",     "302",     "403",     "302"),
    ("inout:booklet",           "POST", "login", "403",     "302",     "403",     "302"),
    ("inout:running_order",     "GET",  "login", "403",     "200",     "403",     "200"),
    ("inout:programme",         "GET",  "login", "403",     "200",     "403",     "200"),
    ("inout:job",               "GET",  "login", "403",     "200",     "403",     "200"),
    ("inout:job_progress",      "GET",  "login", "403",     "200",     "403",     "200"),
    # Their export is not done: there is no file yet.
    ("inout:job_file",          "GET",  "login", "403",     "200/404", "403",     "200/404"),
    ("inout:send",              "GET",  "login", "403",     "200",     "403",     "200"),
    ("inout:send",              "POST", "login", "403",     "302",     "403",     "302"),
    # What was sent and is not yet a module: trainers follow their own only.
    ("inout:incoming",          "GET",  "login", "403",     "200/404", "403",     "200"),
    ("inout:incoming_progress", "GET",  "login", "403",     "200/404", "403",     "200"),
    ("inout:confirm",           "POST", "login", "403",     "302/404", "403",     "302"),
    ("inout:check_again",       "POST", "login", "403",     "302/404", "403",     "302"),
    ("inout:ask_approval",      "POST", "login", "403",     "302/404", "403",     "302"),
    # Anyone fetches a module that is shared, and the description of the format; theirs is not.
    ("inout:download",          "GET",  "200/404", "200/404", "200/404", "200/404", "200/404"),
    ("inout:schema",            "GET",  "200",   "200",     "200",     "200",     "200"),
]  # fmt: skip

AUTHORING = [*WORKSHOP, *ACTIVITIES, *MODULES, *BOARD, *IN_AND_OUT]
