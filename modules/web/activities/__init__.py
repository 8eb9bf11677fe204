"""Activities: how one is shown, and the page where its authors write it."""
