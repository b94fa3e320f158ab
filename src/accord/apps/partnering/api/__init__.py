"""Profiles over HTTP."""
