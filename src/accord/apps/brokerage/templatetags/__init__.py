"""Template tags of brokerage."""
