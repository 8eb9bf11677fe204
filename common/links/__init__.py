"""Links in mails that let someone act without signing in."""
