"""How good repair and decoding are: rows with gold, the definitions of the figures, and floors under them."""
