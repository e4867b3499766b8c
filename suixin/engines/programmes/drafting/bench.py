"""What editors work at: a draft, or a programme that is already published. The same pages serve both.

A bench gives the contents and takes changed contents back; how they are kept is its own business.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from suixin.engines.programmes.drafting import store
from suixin.engines.programmes.drafting.contents import FRAME, Clause, Contents
from suixin.engines.programmes.drafting.draft import KeptDraft, Step
from suixin.engines.programmes.drafting.wellformed import record_data
from suixin.engines.programmes.guards import is_kept_by
from suixin.engines.programmes.models import Item
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.documents import access_document
from suixin.platform.ledger.refusals import NotFound
from suixin.platform.ledger.submit import Submission


class Bench(Protocol):
    key: str  # the draft's id or the programme's slug
    contents: Contents
    version: int  # the newest record that the contents are made of
    text: str  # of the notice; empty where there is none
    needs_reason: bool

    def save(self, contents: Contents, step: Step, reason: str, looked_at: frozenset[str]) -> None:
        """Raises `Outdated`, `Refused`."""


@dataclass(frozen=True)
class DraftBench:
    """Every change makes a new version of the draft; nothing is public."""

    kept: KeptDraft
    actor: Actor
    needs_reason: bool = False

    @property
    def key(self) -> str:
        return self.kept.id

    @property
    def contents(self) -> Contents:
        return self.kept.draft.contents

    @property
    def version(self) -> int:
        return self.kept.index

    @cached_property
    def text(self) -> str:
        return store.notice_text(self.kept)

    def save(self, contents: Contents, step: Step, reason: str, looked_at: frozenset[str]) -> None:
        store.keep(self.kept, self.kept.draft.changed(contents, looked_at=looked_at), step, self.actor)


@dataclass(frozen=True)
class PublishedBench:
    """Every change is public at once, with its reason: corrected clauses supersede, removed ones are withdrawn."""

    slug: str
    contents: Contents
    actor: Actor
    text: str
    needs_reason: bool = True

    @property
    def key(self) -> str:
        return self.slug

    @property
    def version(self) -> int:
        return max(clause.index or 0 for clause in self.contents)

    def save(self, contents: Contents, step: Step, reason: str, looked_at: frozenset[str]) -> None:
        changes = list(self.changes(contents, reason))
        if changes:
            store.write(changes, self.actor)

    def changes(self, contents: Contents, reason: str) -> Iterator[Submission]:
        """What is added comes first, so that what refers to it finds it."""
        before = {clause.key: clause for clause in self.contents}
        after = {clause.key: clause for clause in contents}
        for clause in contents:
            if clause.key not in before:
                yield self.submission(clause, reason)
        for key, clause in before.items():
            if key not in after:
                yield self.submission(clause, reason, in_force=False)
            elif after[key].data != clause.data:
                yield self.submission(replace(after[key], index=clause.index), reason)

    def submission(self, clause: Clause, reason: str, in_force: bool = True) -> Submission:
        data = record_data(clause, self.slug, reason) | {"in_force": in_force}
        return Submission(f"programme.{clause.kind}", data, supersedes=clause.index)


def draft_bench(actor: Actor, draft: str) -> DraftBench:
    """Raises `NotFound`, also for a draft that is closed."""
    kept = store.access_draft(actor, draft)
    if kept.state != "open":
        raise NotFound
    return DraftBench(kept, actor)


def published_bench(actor: Actor, slug: str) -> PublishedBench:
    """Raises `NotFound`, also for a programme that another organisation keeps: only who reported may correct."""
    contents = contents_of(slug)
    if not contents.of("programme") or not is_kept_by(actor, slug):
        raise NotFound
    notice = contents.head.data.get("notice")
    text = bytes(access_document(actor, notice).content).decode() if notice else ""
    return PublishedBench(slug, contents, actor, text)


def contents_of(slug: str) -> Contents:
    """What is published and in force; without a head where there is no such programme."""
    rows = list(Item.objects.filter(programme=slug, to_index=None))
    clauses = tuple(
        Clause(
            row.kind,
            row.item,
            row.position,
            {name: value for name, value in row.data.items() if name not in FRAME},
            row.index,
        )
        for row in rows
        if row.in_force
    )
    return Contents(clauses, frozenset(row.item for row in rows if not row.in_force))
