"""The benchmarks: each compares two ways in one run, so that the machine cancels out."""
