"""The page of one enrolment and its acts, the same from a school's desk and from the board."""
