"""Who may do what at the counter."""
