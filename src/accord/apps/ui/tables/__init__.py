"""The one mechanism of every list."""
