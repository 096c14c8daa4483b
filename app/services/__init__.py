"""What users can do: one class per concept, one method and transaction per act."""
