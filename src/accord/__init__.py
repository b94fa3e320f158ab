"""Accord: international technology cooperation on one thread."""

__version__ = "0.1.0"
