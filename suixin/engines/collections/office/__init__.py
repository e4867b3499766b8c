"""The pages of those who review reports and of the authority that keeps a form. Nobody changes a value here."""
