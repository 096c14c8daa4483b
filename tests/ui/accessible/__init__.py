"""What a screen reader is told, and what it is not; what can be come to by keys."""
