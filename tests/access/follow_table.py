"""The rows of absences and make-ups, one's own history, anomalies, rules of formats."""

FOLLOW = [
    # route                     method  visitor  agent      trainer    manager    administrator
    ("learner:attendance",      "GET",  "login", "200",     "200",     "200",     "200"),
    ("learner:make_up",         "GET",  "login", "200/404", "404",     "404",     "404"),
    ("learner:make_up",         "POST", "login", "404",     "404",     "404",     "404"),
    ("trainer:absences",        "GET",  "login", "404",     "200/404", "404",     "200"),
    ("trainer:absences",        "POST", "login", "404",     "404",     "404",     "404"),
    ("trainer:anomalies",       "GET",  "login", "404",     "200/404", "404",     "200"),
    ("school:absences",         "GET",  "login", "403",     "403",     "200",     "403"),
    ("school:absences",         "POST", "login", "403",     "403",     "404",     "403"),
    ("steering:anomalies",      "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:formats",        "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:format",         "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:format",         "POST", "login", "403",     "403",     "403",     "302"),
]  # fmt: skip
