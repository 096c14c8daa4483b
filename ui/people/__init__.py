"""Units, persons and their posts, and how rosters come in."""
