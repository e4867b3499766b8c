"""Drawings as SVG made on the server: one module a kind. Positions are for the eye; the exact numbers stand beside each
drawing as a table."""
