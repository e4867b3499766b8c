"""The ledger: every record, in order, for ever. One of the two rooms that hold truth.

submit        the one way to write           declarations  which record types, guards and projections there are
reading       the one way to read            projection    tables that can be made again from the records
erasure       forgetting what is sealed      documents     files that records name by their digest
submissions   what comes from outside
checking      a receipt against the ledger    description   what a record says, by its titles; drawn by pages/

It must not know what any record means: that is for the rooms that declare them.
"""
