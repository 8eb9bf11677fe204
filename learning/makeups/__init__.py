"""Make up for a half-day one missed, on the same half-day of another cohort."""
