"""The yearly plan: its lines, how one is made, and the plan on paper."""
