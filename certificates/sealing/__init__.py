"""What makes a paper last and prove itself: an archive, then a seal. Knows no award."""
