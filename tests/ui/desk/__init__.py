"""The pages of a registry's desk."""
