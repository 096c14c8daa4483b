"""Whether Chinese can be typed on this machine, and what to do when it cannot."""
