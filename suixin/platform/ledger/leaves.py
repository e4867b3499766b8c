"""The ledger as the log sees it: leaves in their order, as `platform/log/leaves.py` asks for them."""

from suixin.platform.ledger.models import Entry, Head


class LedgerLeaves:
    def size(self) -> int:
        return Head.objects.values_list("size", flat=True).first() or 0

    def read(self, start: int, stop: int) -> list[tuple[bytes, bytes]]:
        rows = Entry.objects.filter(index__gte=start, index__lt=stop).order_by("index")
        return [(bytes(leaf), bytes(hashed)) for leaf, hashed in rows.values_list("leaf", "leaf_hash")]
