"""What people do to profiles and expressions of interest."""
