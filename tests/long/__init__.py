"""Trials that take minutes, run by hand; each prints its seed and one line of summary."""
