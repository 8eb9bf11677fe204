"""The proof pack of a cohort: what an auditor or a funder asks for, in one zip.

Read in this order: `reading` (the facts, at one instant), `gaps` (what is missing), `making` (the
pieces, one after the other), `bundle` (the zip and its manifest). Only administrators make and
fetch packs: one holds the papers of everybody, whichever school enrolled them.
"""
