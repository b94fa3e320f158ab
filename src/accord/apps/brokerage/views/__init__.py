"""Pages of brokerage, by noun."""
