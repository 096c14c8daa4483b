"""The register of copies on screen."""
