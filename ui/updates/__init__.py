"""A newer version from a stick, and the way back to the one before."""
