"""Fields, widgets and the renderer of every form."""
