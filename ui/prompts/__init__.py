"""The prompt sets, to read."""
