"""Faults caused for real on a vault with talks in it: what is lost, what is said, what is saved."""
