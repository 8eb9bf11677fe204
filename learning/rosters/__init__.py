"""Rosters: a school's list of people, as a file, checked line by line and enrolled together."""
