"""What is taught."""

from modules.programmes.models import Activity, Day, Edition, Format, Module, Revision, Sequence

__all__ = ["Activity", "Day", "Edition", "Format", "Module", "Revision", "Sequence"]
