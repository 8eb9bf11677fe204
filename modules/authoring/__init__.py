"""How a revision is written: by gestures that can be undone, read by colleagues, then frozen."""
