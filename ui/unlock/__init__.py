"""The first run and the locked door."""
