"""整改规则: approval, terms, working days."""
