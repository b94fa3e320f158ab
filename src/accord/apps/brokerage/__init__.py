"""Brokerage events: who wishes to meet whom, when, where, with which interpreter."""
