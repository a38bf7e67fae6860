"""Every read of capacity."""
