"""Brokerage over HTTP."""
