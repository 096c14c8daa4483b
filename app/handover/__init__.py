"""Hand-over packages and receipts as files."""
