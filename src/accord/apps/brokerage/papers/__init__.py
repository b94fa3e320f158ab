"""Everybody's paper and phone: what is printed of a schedule, and what calendars are told."""
