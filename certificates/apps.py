from importlib import import_module

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "certificates"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the seal's key looked at by `manage.py check --deploy`."""
        import_module("certificates.sealing.checks")
