"""Finding anything the vault holds by words."""
