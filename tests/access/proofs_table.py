"""The rows of proof packs: they hold everybody's papers, so only the administration has them."""

PROOFS = [
    # route                     method  visitor  agent      trainer    manager    administrator
    ("steering:proofs",         "GET",  "login", "403",     "403",     "403",     "200"),
    ("steering:proofs",         "POST", "login", "403",     "403",     "403",     "302"),
    ("steering:proofs_progress", "GET", "login", "403",     "403",     "403",     "200"),
    ("steering:quality",        "GET",  "login", "403",     "403",     "403",     "200"),
    # Taking one away is written down: a link alone never does it.
    ("steering:proof_pack",     "POST", "login", "403",     "403",     "403",     "200"),
]  # fmt: skip
