"""Play interactive contents: the opaque frame, the files it asks for, and what a page shows."""
