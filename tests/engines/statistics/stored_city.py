"""A small city in the ledger's own tables, as its site would have stored it; history that no guard would let in too."""

import shutil
from pathlib import Path

import orjson
from django.conf import settings
from small_city import SmallCity

from suixin.kernel.records.leaf import leaf_hash, read_leaf
from suixin.kernel.records.sealing import value_at
from suixin.platform.ledger.models import Entry, Head, Sealed, Submitted


def store(city: SmallCity, *, anew: bool = True, start: int = 0, stop: int | None = None) -> None:
    """The records from one number up to another. `anew`: in place of all that is there, facts included."""
    if anew:
        for table in (Submitted, Sealed):
            table.objects.all().delete()
        Entry.objects.order_by().update(supersedes=None)
        Entry.objects.all().delete()
        shutil.rmtree(Path(settings.SUIXIN_HOME) / "facts", ignore_errors=True)
    entries, vault = [], []
    for number, (told, content) in list(enumerate(zip(city.told, city.leaves, strict=True)))[start:stop]:
        leaf = read_leaf(content)
        entries.append(
            Entry(
                index=number,
                type=leaf.type,
                version=leaf.version,
                organisation=leaf.by,
                time=leaf.time,
                record_id=leaf.id,
                supersedes_id=leaf.supersedes,
                leaf=content,
                leaf_hash=leaf_hash(content),
            )
        )
        vault += [
            Sealed(
                entry_id=number,
                path=path,
                kind="confidential",
                value=orjson.dumps(value_at(told.data, path)),
                secret=blinding.to_bytes(32),
                scale=leaf.measures[path]["scale"],
            )
            for path, blinding in told.blindings.items()
        ]
    Entry.objects.bulk_create(entries)
    Sealed.objects.bulk_create(vault)
    Head.objects.update_or_create(pk=1, defaults={"size": Entry.objects.count()})
