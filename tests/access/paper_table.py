"""The rows of the access table about sheets on paper."""

# Sheets on paper: whoever runs the room prints them and takes them back.
PAPER = [
    # route                     method  visitor  agent      trainer    manager    administrator
    ("trainer:sheet",           "GET",  "login", "404",     "200/404", "404",     "200"),
    ("trainer:scans",           "GET",  "login", "404",     "200/404", "404",     "200"),
    # Nothing that could be read is sent.
    ("trainer:scans",           "POST", "login", "404",     "409/404", "404",     "409"),
    ("trainer:scan_progress",   "GET",  "login", "404",     "200/404", "404",     "200"),
    ("trainer:scan_page",       "GET",  "login", "404",     "200/404", "404",     "200"),
    ("trainer:scan_page",       "POST", "login", "404",     "302/404", "404",     "302"),
    # Its QR has already said which page it is.
    ("trainer:scan_file",       "POST", "login", "404",     "302/404", "404",     "302"),
    ("trainer:scan_image",      "GET",  "login", "404",     "200/404", "404",     "200"),
    ("trainer:scan_original",   "GET",  "login", "404",     "200/404", "404",     "200"),
]  # fmt: skip
