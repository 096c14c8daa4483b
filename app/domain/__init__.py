"""What talks, people, prompts and minutes are, and their rules; plain Python, no I/O, no clock."""
