"""People written twice: found, merged by an act that can be undone, or told apart for good."""
