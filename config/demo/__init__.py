"""The living programme that `make demo` shows."""
