"""The command line of brokerage, by noun."""
