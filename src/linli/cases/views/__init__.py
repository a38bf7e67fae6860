"""Pages of requests, for residents and for staff."""
