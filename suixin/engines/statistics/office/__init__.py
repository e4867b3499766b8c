"""The office's pages of figures: what is out, what waits and why, and publishing. They must not show an amount that
disclosure control withholds."""
