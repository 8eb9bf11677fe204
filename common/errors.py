"""Refusals: what a service says when a rule forbids what was asked."""

from typing import ClassVar

from django.utils.functional import Promise


class DomainError(Exception):
    """A refusal, told to the person who asked: on the form, or as a 409 answer in the API.

    A subclass gives `code`, stable and read by machines, and `sentence`: what is wrong and what
    to do, with `%(name)s` placeholders filled from `details`.
    """

    code: ClassVar[str]
    sentence: ClassVar[str | Promise]

    def __init__(self, **details: object) -> None:
        """Keep what fills the sentence's placeholders."""
        super().__init__(details)
        self.details = details

    def __str__(self) -> str:
        """Return the sentence in the language of the moment."""
        return str(self.sentence) % self.details
