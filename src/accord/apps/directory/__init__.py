"""Organisations, people and how they belong together."""
