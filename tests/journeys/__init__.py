"""People's paths through the site in a real browser, in both directions."""
