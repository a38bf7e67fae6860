"""Pages of what can be booked."""
