"""The same storage, broker and commits as for contents."""

from tests.modules.contents.conftest import _commits, _no_broker, _own_media

__all__ = ["_commits", "_no_broker", "_own_media"]
