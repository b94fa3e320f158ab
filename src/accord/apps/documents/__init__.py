"""Files with versions and hashes, and the setting of printed pages."""
