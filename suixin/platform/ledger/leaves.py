"""The ledger as the log sees it: leaves in their order, as `platform/log/leaves.py` asks for them."""

from django.db import connection

from suixin.platform.ledger.models import Entry, Head

TABLE = Entry._meta.db_table
LEAVES = f'SELECT leaf, leaf_hash FROM {TABLE} WHERE "index" >= %s AND "index" < %s ORDER BY "index"'  # noqa: S608 - ours


class LedgerLeaves:
    def size(self) -> int:
        return Head.objects.values_list("size", flat=True).first() or 0

    def read(self, start: int, stop: int) -> list[tuple[bytes, bytes]]:
        """By the database's own cursor: the log reads every leaf there is, many at a time."""
        with connection.cursor() as cursor:
            cursor.execute(LEAVES, (start, stop))
            return cursor.fetchall()
