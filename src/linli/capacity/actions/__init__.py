"""Every write of capacity."""
