"""What people type about profiles."""
