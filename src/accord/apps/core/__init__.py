"""What every other context builds on."""
