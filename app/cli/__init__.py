"""The second face of the same services, for the terminal and the registry."""
