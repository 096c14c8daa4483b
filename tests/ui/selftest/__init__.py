"""The page of the self-test."""
