"""The public pages of figures: what everybody may read, look up and check. Nothing unpublished is shown here."""
