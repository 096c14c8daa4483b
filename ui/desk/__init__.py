"""The registry's desk: the small window in which packages of many offices are taken."""
