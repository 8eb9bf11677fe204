"""The charts of the figures, the same for the board and the reports: what each says and shows.

They know no address: `link` says where the list behind a part of the figures is, or nothing.
"""
