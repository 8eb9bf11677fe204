"""The words of public innovation, defined once and linked wherever they are read."""
