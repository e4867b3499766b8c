"""The ledger as computing wants it: for each record type a folder of Parquet under SUIXIN_HOME/facts, one row per record.

columns    what a row has           rows       from the ledger's records to rows
parts      one type's files         store      ready for a reading of the ledger     forgetting   after an erasure

A cache and nothing else: whoever deletes the folder loses time. It holds what companies reported in confidence, so
nobody but the software's own user may read it. It must not decide what counts; that is `tables`.
"""
