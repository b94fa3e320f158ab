"""What people fill in about brokerage, by noun."""
