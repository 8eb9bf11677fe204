"""Find words in what is taught. Knows nothing of what the texts are: rooms above give entries."""
