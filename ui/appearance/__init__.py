"""What tells how the machine's user wants programs to look, and tells again when that changes."""
