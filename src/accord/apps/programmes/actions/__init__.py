"""Every write of programmes, by noun."""
