"""What tells that the machine is being left, so that the vault locks before somebody else comes."""
