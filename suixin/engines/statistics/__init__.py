"""Statistics: indicators computed from records, published as figures with certificates, and given out in open formats.

What was published are `statistics.*` records; tables here are projections of them, files of facts a cache of the ledger.
This engine must not show a confidential value, nor publish what disclosure control withholds.
"""
