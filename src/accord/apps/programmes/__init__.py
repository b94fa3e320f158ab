"""Parties, the programmes they own together, and roles in them."""
