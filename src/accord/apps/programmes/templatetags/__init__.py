"""The template tags of programmes."""
