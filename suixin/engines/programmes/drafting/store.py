"""Where drafts are kept: as `programme.draft` records, each step a version that supersedes the one before.

So every step has author and time, any earlier version can be gone back to, two people cannot overwrite one another,
and nothing of a draft is public before it is published but that there is one.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from suixin.engines.programmes.drafting.contents import Contents
from suixin.engines.programmes.drafting.draft import Draft, KeptDraft, Step, as_json, from_json
from suixin.engines.programmes.drafting.notices import first_draft
from suixin.engines.programmes.drafting.wellformed import record_data
from suixin.engines.programmes.models import DraftVersion
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.documents import keep_document
from suixin.platform.ledger.reading import access_entry
from suixin.platform.ledger.refusals import NotFound
from suixin.platform.ledger.submit import Refused, Submission, submit

TYPE = "programme.draft"
TEXT = "text/plain; charset=utf-8"
FILE_LIMIT = 255
# Records hold no control characters but these; a space in their place keeps the offsets.
CONTROLS = dict.fromkeys({*range(32), 127} - {9, 10, 13}, " ")


@dataclass(frozen=True, slots=True)
class Publication:
    slug: str
    reason: str
    notice: str  # the text that becomes public with it; empty: none does


class Outdated(Exception):
    """Somebody else has changed the draft since it was read; nothing was written."""


def start(actor: Actor, text: str, file: str) -> str:
    """A draft of a notice's text; gives its id. Raises `NotAPolicy`, `Refused`."""
    text = text.translate(CONTROLS)
    name = secrets.token_hex(6)
    data = {
        "draft": name,
        "state": "open",
        "step": {"kind": "import", "what": file[:FILE_LIMIT]},
        "file": file[:FILE_LIMIT],
        "text": text,
        "contents": as_json(first_draft(text)),
    }
    submit([Submission(TYPE, data)], actor)
    return name


def keep(kept: KeptDraft, draft: Draft, step: Step, actor: Actor, state: str = "open") -> int:
    """The next version; gives its index. Raises `Outdated`, `Refused`."""
    return write([version(kept, draft, step, state)], actor)[0]


def write(submissions: Sequence[Submission], actor: Actor) -> list[int]:
    try:
        return [receipt.index for receipt in submit(submissions, actor)]
    except Refused as refused:
        if any(problem.code == "already-superseded" for problem in refused.problems):
            raise Outdated from None
        raise


def version(kept: KeptDraft, draft: Draft, step: Step, state: str, slug: str | None = None) -> Submission:
    data = {
        "draft": kept.id,
        "state": state,
        "step": {"kind": step.kind} | ({"what": step.what[:300]} if step.what else {}),
        "file": kept.file,
        "contents": as_json(draft),
    }
    if slug:
        data["slug"] = slug
    return Submission(TYPE, data, supersedes=kept.index)


def publish(kept: KeptDraft, draft: Draft, given: Publication, actor: Actor) -> None:
    """The clauses as records and the draft closed, in one submission: both or neither.

    Raises `Outdated`, `Refused`; positions count the clauses as `in_order` gives them.
    """
    records = [
        (clause.kind, record_data(clause, given.slug, given.reason))
        for clause in in_order(draft.contents).clauses
    ]
    if not given.notice:  # offsets into a text that nobody can see say nothing
        for _, data in records:
            data.pop("source", None)
    with transaction.atomic():
        if given.notice:
            text = given.notice.encode()
            records[0][1]["notice"] = keep_document(text, TEXT, f"{given.slug}.txt", "public", actor)
        submissions = [Submission(f"programme.{kind}", data) for kind, data in records]
        closing = version(kept, draft, Step("publish", given.slug), "published", given.slug)
        write([*submissions, closing], actor)


def in_order(contents: Contents) -> Contents:
    """Head, groups, tasks, duties, targets, each counted from nought in the order in which they are read."""
    tasks = [clause.id for clause in contents.of("task")]
    clauses = [replace(contents.head, position=0)]
    for kind in ("group", "task"):
        clauses += [replace(clause, position=n) for n, clause in enumerate(contents.of(kind))]
    for n, task in enumerate(tasks):
        clauses += [replace(duty, position=n * 100 + turn) for turn, duty in enumerate(contents.duties(task))]
    clauses += [replace(clause, position=n) for n, clause in enumerate(contents.of("target"))]
    return Contents(tuple(clauses))


def access_drafts(actor: Actor) -> list[KeptDraft]:
    """The open drafts of the actor's organisation, last changed first."""
    rows = DraftVersion.objects.filter(organisation=actor.organisation, is_newest=True, state="open")
    return [kept_draft(row) for row in rows if "contents" in row.data]


def access_draft(actor: Actor, name: str) -> KeptDraft:
    """The newest version. Raises `NotFound`, also where the draft is another organisation's."""
    row = DraftVersion.objects.filter(draft=name, is_newest=True, organisation=actor.organisation).first()
    if row is None or "contents" not in row.data:  # erased
        raise NotFound
    return kept_draft(row)


def access_versions(actor: Actor, name: str) -> list[DraftVersion]:
    """Every version, newest first. Raises `NotFound`."""
    rows = list(DraftVersion.objects.filter(draft=name, organisation=actor.organisation))
    if not rows:
        raise NotFound
    return rows


def notice_text(kept: KeptDraft) -> str:
    """What was imported; offsets in the draft count its characters."""
    first = DraftVersion.objects.filter(draft=kept.id).order_by("index").first()
    return first.data.get("text", "") if first is not None else ""


def step_of(row: DraftVersion) -> Step:
    """Of a version whose content has been erased nothing is known any more."""
    step = row.data.get("step", {"kind": "erased"})
    return Step(step["kind"], step.get("what", ""))


def draft_at(row: DraftVersion, actor: Actor) -> Draft:
    """What the draft was in this version. Raises `NotFound` where it has been erased."""
    data = access_entry(actor, row.index).data
    if "contents" not in data:
        raise NotFound
    return from_json(data["contents"])


def kept_draft(row: DraftVersion) -> KeptDraft:
    data = row.data
    return KeptDraft(
        id=row.draft,
        index=row.index,
        state=row.state,
        file=data.get("file", ""),
        step=step_of(row),
        changed=row.changed,
        draft=from_json(data["contents"]),
    )


def before(kept: KeptDraft) -> int | None:
    """The version that the newest one superseded: where taking back the last step leads."""
    return DraftVersion.objects.filter(pk=kept.index).values_list("supersedes", flat=True).first()
