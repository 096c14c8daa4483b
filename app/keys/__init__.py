"""The slots that unlock the data key."""
