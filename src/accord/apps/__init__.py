"""Bounded contexts: Django, the database, people."""
