"""Documents made from what the vault knows: chosen, looked at, printed or written to a file."""
