"""Running Linli: where its data lives, the embedded PostgreSQL, the processes, the commands."""
