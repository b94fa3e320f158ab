"""What people type in the directory."""
