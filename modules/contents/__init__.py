"""Interactive contents on the site: libraries, uploads, versions. Knows no learner."""
