"""Run a module's `main` once Django is ready: `python -m tests.run tests.concurrency.seed …`."""

import sys
from importlib import import_module

import django

if __name__ == "__main__":
    django.setup()
    import_module(sys.argv[1]).main(*sys.argv[2:])
