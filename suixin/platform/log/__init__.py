"""The running log: it takes what the ledger has stored, writes tiles, signs, asks witnesses, and serves it all.

One process at a time runs it (`running`, under the lock of `starting`); every other process only reads. It knows
leaves as bytes that the ledger hands it, and imports nothing of the ledger. What it has signed it keeps in its tables:
that is truth, as nobody could derive it again.
"""
