"""What there is only so much of, and who has which hour of it."""
