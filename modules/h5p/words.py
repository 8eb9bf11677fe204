"""Word lists, readable in the source."""


def words(text: str) -> frozenset[str]:
    """Split a list written as one text."""
    return frozenset(text.split())
