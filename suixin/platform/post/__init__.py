"""Letters to people, by e-mail: a queue in the database, sent at a bounded rate and tried again. A room writes a letter; what
is in it, and who gets one, that room knows. No address is kept here, and none may come into a log or a record."""
