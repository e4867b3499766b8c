"""Policy text to programme.

This hall turns the text of a policy notice into a `Programme` (targets, tasks, duties, safeguards) in which
every fact points at the characters it was read from, and writes a programme out as office files. It must not
guess silently: what it cannot place becomes a `Warning`. It knows no database, no framework and no clock.
The way in is `parser.parse`; nothing is imported here, so that a command loads no more than it uses.
"""
