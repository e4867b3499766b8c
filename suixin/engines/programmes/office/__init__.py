"""The office's pages of programmes: for people with a role. They change nothing but by the drafting room and `submit`."""
