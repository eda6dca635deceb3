"""The checks of a list: small functions, each declared with its code, severity and words; `run` runs them all."""
