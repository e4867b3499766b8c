"""People, organisations and roles: one of the two rooms that hold truth.

Who may act, and for whom, is decided here (`access`); every change goes through `actions`, which writes it to the
ledger as well. This room knows nothing of programmes or scenes, and puts nobody's name, login or address in a leaf.
"""
