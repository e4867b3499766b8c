"""What the first search would have to wait for, done when a server starts: dictionaries, and the pages themselves.

Only a server does it. A command that does not search loads none of this.
"""

import contextlib

from django.db import DatabaseError, connection


def warm_up() -> None:
    from suixin.platform.search import snapshot
    from suixin.platform.search.folding import syllables
    from suixin.platform.search.words import read_query

    read_query("穗信")
    syllables("穗信")
    with contextlib.suppress(DatabaseError):  # tables are not there yet: pages will say so better
        snapshot.current()
    connection.close()
