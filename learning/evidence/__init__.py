"""What proves attendance: entries that are only ever added, chained by their hashes.

Each entry of a cohort holds the hash of the one before it. Changing, removing or reordering one
breaks the chain; the head of the chain is copied outside the database at every countersignature
and every hour, so that cutting its tail, or writing all of it again, shows too
(docs/decisions/0012-evidence-of-attendance.md).
"""
