"""Parties, programmes, priority areas and roles over HTTP."""
