"""What a task says in the notice: its sentences, without its heading and without who is responsible for them."""

import re

from suixin.engines.programmes.drafting.contents import Clause, Contents


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
