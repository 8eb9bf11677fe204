"""What is seen: base templates, components, design tokens, islands and template tags."""
