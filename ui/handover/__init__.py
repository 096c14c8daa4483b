"""Packages to the stick and receipts back."""
