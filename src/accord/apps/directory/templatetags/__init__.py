"""The template tags of the directory."""
