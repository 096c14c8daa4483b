"""The audit trail, to read and check."""
