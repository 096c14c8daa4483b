"""What every page looks like, to the last point, in the one configuration where that is the same."""
