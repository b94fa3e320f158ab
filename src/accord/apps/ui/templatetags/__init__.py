"""The template tags of ui."""
