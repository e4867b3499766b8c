"""How many records may wait for the log. Beyond that the ledger takes in no more until the log has caught up, so that
the queue is never without end, and whoever submits is told when to come again."""

from suixin.platform.log.models import Log

LIMIT = 100_000


def has_room(size: int) -> bool:
    """Whether a ledger of that many records would still be within reach. Before the first log there is no limit."""
    log = Log.newest()
    return log is None or log.leaf_of(size) - log.size <= LIMIT
