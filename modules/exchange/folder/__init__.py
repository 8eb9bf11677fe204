"""An edition as pages to read without the site."""
