"""Rules of the counter: plain values."""
