"""What is shared: files, and the credits that travel with every block."""
