"""Forms of what can be booked."""
