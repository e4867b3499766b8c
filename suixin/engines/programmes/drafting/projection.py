"""Keeps the table of drafts up to date with the `programme.draft` records. Of earlier versions it keeps what was
done; what they said is in the records."""

from collections.abc import Sequence

from suixin.engines.programmes.models import DraftVersion
from suixin.platform.ledger.entries import StoredEntry


class Drafts:
    name = "programmes.drafts"
    types = frozenset({"programme.draft"})

    def clear(self) -> None:
        DraftVersion.objects.all().delete()

    def apply(self, entries: Sequence[StoredEntry]) -> None:
        for entry in entries:
            data = entry.data
            before = DraftVersion.objects.filter(pk=entry.supersedes).first() if entry.supersedes else None
            if before is not None:
                before.is_newest = False
                before.data = {name: value for name, value in before.data.items() if name != "contents"}
                before.save(update_fields=["is_newest", "data"])
            DraftVersion.objects.create(
                index=entry.index,
                draft=data["draft"],
                organisation=entry.organisation,
                state=data["state"],
                is_newest=True,
                supersedes=entry.supersedes,
                started=before.started if before else entry.time,
                changed=entry.time,
                person=entry.person,
                data={name: value for name, value in data.items() if name not in ("draft", "state")},
            )
