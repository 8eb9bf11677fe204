"""The rows of the access table about badges."""

# Badges: whoever has a code reads what it gives; who issues and its keys are everyone's.
BADGES = [
    # route                     method  visitor  agent      trainer    manager    administrator
    ("badges:badge",            "GET",  "200",   "200",     "200",     "200",     "200"),
    ("badges:credential",       "GET",  "200",   "200",     "200",     "200",     "200"),
    ("badges:jwt",              "GET",  "200",   "200",     "200",     "200",     "200"),
    ("badges:image",            "GET",  "200",   "200",     "200",     "200",     "200"),
    ("badges:issuer",           "GET",  "200",   "200",     "200",     "200",     "200"),
    ("badges:jwks",             "GET",  "200",   "200",     "200",     "200",     "200"),
    # Nothing was ever published under these.
    ("badges:key",              "GET",  "404",   "404",     "404",     "404",     "404"),
    ("badges:status",           "GET",  "404",   "404",     "404",     "404",     "404"),
    ("badges:achievement",      "GET",  "404",   "404",     "404",     "404",     "404"),
    ("badges:achievement_image", "GET", "404",   "404",     "404",     "404",     "404"),
]  # fmt: skip
