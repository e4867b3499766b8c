"""The office's pages of programmes: for people who work with them."""
