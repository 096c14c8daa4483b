"""The made-up county of `tanxinbu demo`: its people, its talks, and how they are acted out."""
