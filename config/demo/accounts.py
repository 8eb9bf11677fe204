"""Who signs in to the demo in one click: (key, label to translate, e-mail)."""

from django.utils.translation import gettext_noop as _

DEMO_PASSWORD = "demo-reenchantez"  # noqa: S105 - printed by `make demo`, on a laptop only
AGENT = "agent@demo.example"
TRAINER = "formation@demo.example"
SCHOOL = "ecole@demo.example"
ADMINISTRATOR = "pilotage@demo.example"
ACCOUNTS = (
    ("agent", _("Agent·e"), AGENT),
    ("trainer", _("Formateur·rice"), TRAINER),
    ("school", _("École"), SCHOOL),
    ("admin", _("Administration"), ADMINISTRATOR),
)
