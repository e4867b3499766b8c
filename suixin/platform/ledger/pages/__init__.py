"""Office pages of the ledger: find a record, read it, take its receipt, check one. They read through `reading`."""
