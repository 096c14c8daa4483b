"""Digital signatures on documents, and their verification."""
