"""Rows of a comparison or of a list of initiatives, and the files made of them."""
