"""Preview, print, scans and verification of minutes."""
