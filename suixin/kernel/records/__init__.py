"""Records: what a report looks like, whether it is right, and the bytes that stand for it for ever.

record_type  one JSON Schema -> fields with visibility      validation  data -> all problems, with sentences
canonical    the one spelling of a value (RFC 8785 profile) sealing     salted digests of what is not public
commitment   Pedersen commitments of confidential measures  leaf        the bytes that enter the log
receipt      what a reporter keeps, and how to check it

The formats are final and written down in docs/records.md. This room must not know who submits, where records
are stored, or what time it is.
"""
