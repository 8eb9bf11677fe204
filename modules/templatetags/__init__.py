"""What templates of any room may say of modules."""
