"""The public pages of figures, for everybody: one module a page; what they draw is in `drawings/`."""
