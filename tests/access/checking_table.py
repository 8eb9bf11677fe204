"""Who may check a document (anyone), hide their name on the check page, replace an award."""

CHECKING_SCENES = {"steering:replace_award": "finished", "awards_api:verify": "finished"}
CHECKING = [
    # route                     method  visitor  agent      trainer    manager    administrator
    ("verify:file",             "GET",  "302",   "302",     "302",     "302",     "302"),
    ("verify:file",             "POST", "422",   "422",     "422",     "422",     "422"),
    ("awards_api:verify",       "GET",  "200",   "200",     "200",     "200",     "200"),
    ("learner:name_shown",      "POST", "login", "302",     "302",     "302",     "302"),
    ("steering:replace_award",  "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:replace_award",  "POST", "login", "403",     "403",     "403",     "302"),
]  # fmt: skip
