"""The public pages of programmes. They only read."""
