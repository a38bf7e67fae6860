"""Rules of capacity: plain values."""
