"""What talks, people, prompts and minutes are, and the rules they obey; plain Python, no I/O, no clock."""
