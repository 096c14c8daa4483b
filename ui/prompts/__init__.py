"""The prompt sets: read, written anew, compared, imported, exported, retired."""
