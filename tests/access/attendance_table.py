"""Who may sign, call the roll, receive people: rows of the access table (tests/access/table.py)."""

# Signing: what the room's code leads to is for anyone who signs in; its screen is its team's.
SIGNING = [
    # route                     method  visitor  agent      trainer    manager    administrator
    ("learner:scan",            "GET",  "404",   "404",     "404",     "404",     "404"),
    ("learner:code",            "GET",  "login", "200",     "200",     "200",     "200"),
    # No code was typed.
    ("learner:code",            "POST", "login", "422",     "422",     "422",     "422"),
    ("trainer:screen",          "GET",  "login", "404",     "200/404", "404",     "200"),
    ("trainer:screen_codes",    "GET",  "login", "404",     "200/404", "404",     "200"),
    ("trainer:screen_count",    "GET",  "login", "404",     "200/404", "404",     "200"),
]  # fmt: skip

# Roll-call without network: the trainers' own room; what installs it is the same for everyone.
ROLL = [
    # route                     method  visitor  agent      trainer    manager    administrator
    ("trainer:worker",          "GET",  "200",   "200",     "200",     "200",     "200"),
    ("trainer:manifest",        "GET",  "200",   "200",     "200",     "200",     "200"),
    ("trainer:roll_start",      "GET",  "login", "302",     "302",     "302",     "302"),
    ("trainer:roll",            "GET",  "login", "404",     "200/404", "404",     "200"),
    ("trainer:roll_data",       "GET",  "login", "404",     "200/404", "404",     "200"),
    # A form is not what it reads: devices send JSON.
    ("trainer:roll_upload",     "POST", "login", "404",     "400/404", "404",     "400"),
    ("trainer:conflicts",       "GET",  "login", "404",     "200/404", "404",     "200"),
    ("trainer:settle",          "POST", "login", "404",     "302/404", "404",     "302"),
]  # fmt: skip

# The welcome desk: its code is one's own to show, and whoever receives the group reads it.
WELCOME = [
    # route                     method  visitor  agent      trainer    manager    administrator
    ("learner:arrival",         "GET",  "login", "302/404", "302/404", "404",     "302"),
    ("learner:arrival_code",    "GET",  "login", "200/404", "404",     "404",     "404"),
    ("trainer:desk",            "GET",  "login", "404",     "200/404", "404",     "200"),
    ("trainer:desk",            "POST", "login", "404",     "302/404", "404",     "302"),
    ("trainer:desk_scans",      "POST", "login", "404",     "200/404", "404",     "200"),
    ("trainer:desk_state",      "GET",  "login", "404",     "200/404", "404",     "200"),
    ("trainer:badges",          "GET",  "login", "404",     "200/404", "404",     "200"),
    ("trainer:badges",          "POST", "login", "404",     "200/404", "404",     "200"),
]  # fmt: skip
