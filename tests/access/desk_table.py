"""Who may do what at the desk of a school, and on the same pages of the administration."""

# The school's desk: its own people only, with what may be done for them.
DESK = [
    # route                     method  visitor  agent      trainer    manager    administrator
    ("school:paste",            "GET",  "login", "403",     "403",     "200/404", "403"),
    ("school:paste",            "POST", "login", "403",     "403",     "302/404", "403"),
    ("school:enrolment",        "GET",  "login", "403",     "403",     "200/404", "403"),
    ("school:replace",          "POST", "login", "403",     "403",     "302/404", "403"),
    ("school:move_enrolment",   "POST", "login", "403",     "403",     "302/404", "403"),
    ("school:group_make",       "POST", "login", "403",     "403",     "302/404", "403"),
    ("school:group",            "POST", "login", "403",     "403",     "302/404", "403"),
    ("school:group_leave",      "POST", "login", "403",     "403",     "302/404", "403"),
    # The same page for the administration: anyone's; nobody leaves a cohort that is not announced.
    ("steering:enrolment",      "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:replace",        "POST", "login", "403",     "403",     "403",     "302/409"),
    ("steering:move_enrolment", "POST", "login", "403",     "403",     "403",     "302/409"),
    ("steering:cancel",         "POST", "login", "403",     "403",     "403",     "302/409"),
    ("steering:group_leave",    "POST", "login", "403",     "403",     "403",     "302"),
]  # fmt: skip
