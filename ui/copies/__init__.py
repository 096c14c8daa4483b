"""份号登记: who has which copy, and what became of it."""
