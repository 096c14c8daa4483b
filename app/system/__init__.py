"""This machine: its clock, folders, files, sticks and logs."""
