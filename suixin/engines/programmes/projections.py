"""Keeps the table of items up to date with the `programme.*` records."""

from collections.abc import Sequence

from suixin.engines.programmes.models import Item
from suixin.platform.ledger.entries import StoredEntry

KINDS = ("programme", "group", "task", "duty", "target")


class Items:
    name = "programmes.items"
    types = frozenset(f"programme.{kind}" for kind in KINDS)

    def clear(self) -> None:
        Item.objects.all().delete()

    def apply(self, entries: Sequence[StoredEntry]) -> None:
        versions = [version(entry) for entry in entries]
        for each in versions:
            if each.supersedes is not None:
                Item.objects.filter(pk=each.supersedes).update(to_index=each.index)
                for earlier in versions:  # corrected within the same batch
                    if earlier.index == each.supersedes:
                        earlier.to_index = each.index
        Item.objects.bulk_create(versions)


def version(entry: StoredEntry) -> Item:
    data = dict(entry.data)
    return Item(
        index=entry.index,
        programme=data["programme"],
        kind=entry.type.partition(".")[2],
        item=data["id"],
        position=data["position"],
        in_force=data["in_force"],
        data=data,
        supersedes=entry.supersedes,
        recorded_at=entry.time,
        organisation=entry.organisation,
    )
