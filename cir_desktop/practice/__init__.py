"""The practice register: a CIR of our own making with invented people, apart from the rest of the program."""
