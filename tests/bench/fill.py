"""Fill the database of the measures with the demo's programme: `python -m tests.bench.fill`."""

import django

django.setup()

# Models can be imported only from here on.
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from config.demo.living import Demo  # noqa: E402

call_command("migrate", verbosity=0)
Demo(timezone.now()).write()
