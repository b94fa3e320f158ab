"""Questions about brokerage, by noun."""
