"""The rows of `tanxinbu bench`: each measure against its floor, in one run."""
