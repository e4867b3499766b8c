"""Drawings of figures as SVG, made on the server. Positions are for the eye; the exact figures stand in the table that goes
with each."""
