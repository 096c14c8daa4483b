"""What users can do: one class per concept, one method per command or query, one transaction per method."""
