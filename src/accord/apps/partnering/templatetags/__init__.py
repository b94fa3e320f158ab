"""Formats that pages of profiles need."""
