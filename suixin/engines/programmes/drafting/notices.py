"""A notice to a first draft: what the parser read, clause by clause, with its doubts. Nothing is added or dropped."""

import re
from dataclasses import replace

from suixin.engines.programmes.drafting.contents import FRAME, Clause, Contents
from suixin.engines.programmes.drafting.draft import Doubt, Draft
from suixin.engines.programmes.publish import submissions
from suixin.kernel.programme.datafile import ProgrammeData
from suixin.kernel.programme.model import Programme
from suixin.kernel.programme.parser import parse

HEAD = "head"  # id of the head until the programme has a slug
PASSED_ON = re.compile(r"(?:印发|转发|发布)[《<〈](?P<title>.{4,}?)[》>〉](?:的通知)?$")


def first_draft(text: str) -> Draft:
    """Raises `suixin.kernel.programme.parser.NotAPolicy`."""
    programme = parse(text)
    programme = replace(programme, title=own_title(programme.title))
    return Draft(
        contents_of(programme),
        tuple(
            Doubt(
                warning.code,
                warning.message,
                (warning.source.start, warning.source.end) if warning.source else None,
            )
            for warning in programme.warnings
        ),
    )


def own_title(title: str) -> str:
    """The plan's, where the notice only passes a plan on: 关于印发《…方案》的通知."""
    found = PASSED_ON.search(title)
    return found["title"] if found else title


def contents_of(programme: Programme) -> Contents:
    data = ProgrammeData(
        slug=HEAD, whole=True, place=None, programme=programme, words={}, parts={}, serves={}
    )
    return Contents(
        tuple(
            Clause(
                submission.type.partition(".")[2],
                submission.data["id"],
                submission.data["position"],
                {name: value for name, value in submission.data.items() if name not in FRAME},
            )
            for submission in submissions(data, "")
        )
    )


def passage(text: str, clause: Clause, contents: Contents) -> str:
    """A task's sentences in the notice, without its heading and without who is responsible for them."""
    if clause.source is None:
        return ""
    start, end = clause.source
    kept, at = [], start
    for duty in sorted(contents.duties(clause.id), key=lambda duty: duty.source or (0, 0)):
        if duty.source is not None and at <= duty.source[0] < end:
            kept.append(text[at : duty.source[0]])
            at = duty.source[1]
    kept.append(text[at:end])
    body = "".join(kept).strip()
    heading = clause.data["title"]["zh-hans"]
    if heading and 0 <= (found := body.find(heading)) < 12:
        body = body[found + len(heading) :].lstrip("。.:： \n")
    return body


def sentences(text: str, clause: Clause) -> list[tuple[int, str]]:
    """Where a task can be split: the offset of each sentence after the first, with its words."""
    if clause.source is None:
        return []
    start, end = clause.source
    found, at = [], start
    for stop in re.finditer(r"[。；;\n]+[)）]?", text[start:end]):
        words = text[at : start + stop.end()].strip()
        if words:
            found.append((at, words))
        at = start + stop.end()
    if text[at:end].strip():
        found.append((at, text[at:end].strip()))
    return [(offset, words) for offset, words in found[1:] if not words.startswith(("(", "（"))]
