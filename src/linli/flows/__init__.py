"""Crossings: one file for each place where two modules meet."""
