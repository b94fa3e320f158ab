"""Who signs in, how, and how they like to read."""
