"""The dictionaries of the office: kinds of talk, problem tags, and the register of letters."""
