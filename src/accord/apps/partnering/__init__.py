"""Profiles: what organisations offer and look for, and who answers them."""
