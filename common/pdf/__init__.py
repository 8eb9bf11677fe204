"""PDF papers: one locked-down renderer that no room may go around."""
