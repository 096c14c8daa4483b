"""Whether everything the program needs works on this machine."""
