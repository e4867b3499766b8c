"""The reporter's pages: what is due, the form to fill in, and the receipt. They must not show another unit's reports."""
