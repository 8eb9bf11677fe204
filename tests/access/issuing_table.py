"""The rows about papers: having them issued, reading where they stand, taking them away."""

ISSUING = [
    # route                         method  visitor  agent   trainer    manager    administrator
    # Who has no paper is led back to the page that says so.
    ("learner:awards_zip",          "GET",  "login", "200",  "302",     "302",     "302"),
    ("trainer:certificates",        "GET",  "login", "404",  "200/404", "404",     "200"),
    ("school:papers",               "GET",  "login", "403",  "403",     "200/404", "403"),
    # The structure is named in what is sent: that of another's people is refused.
    ("school:papers",               "POST", "login", "403",  "403",     "302/404", "403"),
    ("school:issue_run",            "GET",  "login", "403",  "403",     "200/404", "403"),
    # It has not stopped: there is nothing to take up again.
    ("school:issue_run",            "POST", "login", "403",  "403",     "409/404", "403"),
    ("school:issue_run_progress",   "GET",  "login", "403",  "403",     "200/404", "403"),
    ("school:issue_run_zip",        "GET",  "login", "403",  "403",     "200/404", "403"),
    ("steering:issue_runs",         "GET",  "login", "403",  "403",     "403",     "200"),
    # Nothing is due.
    ("steering:issue_runs",         "POST", "login", "403",  "403",     "403",     "409"),
    ("steering:issue_run",          "GET",  "login", "403",  "403",     "403",     "200"),
    ("steering:issue_run",          "POST", "login", "403",  "403",     "403",     "409"),
    ("steering:issue_run_progress", "GET",  "login", "403",  "403",     "403",     "200"),
    ("steering:issue_run_zip",      "GET",  "login", "403",  "403",     "403",     "200"),
    ("steering:papers",             "POST", "login", "403",  "403",     "403",     "302"),
    ("steering:papers_progress",    "GET",  "login", "403",  "403",     "403",     "200"),
]  # fmt: skip
