"""The file in which profiles come in and go out."""
