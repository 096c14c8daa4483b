"""Backups, their rehearsal, and the check of the whole vault."""
