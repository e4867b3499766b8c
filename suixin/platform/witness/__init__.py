"""The witness: signs that a log only grew (C2SP tlog-witness). It stands alone: a department runs it on a machine of
its own, without Django and without any other room of the platform.

witnessing    deciding and signing            store      what was signed last, in SQLite
serving       the WSGI application            keeping    the folder: its keys and its name, made once
page          who this witness is, as a page  evidence   what an inconsistent log asked for

It never signs two roots for one size and never goes back: a checkpoint is on the disk before its cosignature leaves.
A folder that has lost its database must not sign again with the same key, and refuses to.
"""
