"""Charts: said once, drawn for the page and for the paper, told by a table.

`spec` is what a chart says; `drawing.svg_of` draws it (no width: fluid, in the page's colours; a
width: for a paper, in its own) and `telling` writes its table, in HTML or as a file's columns.
"""
