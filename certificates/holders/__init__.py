"""How people's names show to whoever checks their awards: they choose. Knows no award."""
