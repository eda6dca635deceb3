"""One module per task of a clerk; bootstrap wires them."""
