"""What templates of accounts load."""
