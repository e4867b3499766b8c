"""Office pages of accounts: each reads through `access`, and changes through `actions`."""
