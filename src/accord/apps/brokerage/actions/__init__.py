"""Things people do to brokerage events, by noun."""
