"""Take a module out of the site in one file, and bring one in."""
