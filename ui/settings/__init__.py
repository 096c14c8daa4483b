"""What the user may choose about the program."""
