"""The rows of activity reports and of the yearly return."""

REPORTS = [
    # route                     method  visitor  agent      trainer    manager    administrator
    ("steering:reports",        "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:reports",        "POST", "login", "403",     "403",     "403",     "302"),
    ("steering:report_made",    "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:report_subscription", "GET", "login", "403", "403",     "403",     "200"),
    ("steering:report_subscription", "POST", "login", "403", "403",    "403",     "302"),
    # A school's own: those of another are not there.
    ("school:report",           "GET",  "login", "403",     "403",     "200",     "403"),
    ("school:report",           "POST", "login", "403",     "403",     "302",     "403"),
    ("school:report_made",      "GET",  "login", "403",     "403",     "200/404", "403"),
    ("school:report_subscription", "GET", "login", "403",   "403",     "200/404", "403"),
    ("school:report_subscription", "POST", "login", "403",  "403",     "302/404", "403"),
    ("steering:annual",         "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:annual",         "POST", "login", "403",     "403",     "403",     "302"),
    ("steering:annual_source",  "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:declarations",   "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:declarations",   "POST", "login", "403",     "403",     "403",     "302"),
]  # fmt: skip
