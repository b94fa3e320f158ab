"""Cases, a baseline and a speed test for the screening of names."""
