"""Prepare the demo's data: `python -m config.demo`. Doing it again keeps what is there."""

import os
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.demo")
django.setup()

# Models can be imported only from here on.
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from config.demo.living import Demo, is_written  # noqa: E402

call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
if not is_written():
    begun = time.monotonic()
    Demo(timezone.now()).write()
    print(f"→ demo programme ({time.monotonic() - begun:.0f} s)", flush=True)  # noqa: T201
