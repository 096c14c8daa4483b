"""The yearly plan on screen."""
