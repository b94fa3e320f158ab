"""Things people do in the directory."""
