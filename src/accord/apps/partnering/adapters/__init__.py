"""Profiles as other shapes need them: their facts, their quality, letters about them."""
