"""Every read of the counter."""
