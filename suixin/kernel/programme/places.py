"""Where attributions stand in a text: in brackets, behind labels, or as a sentence that is nothing else.

Finds the places and has `attribution` judge the words; what an attribution covers is settled in `duties`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from suixin.kernel.programme.attribution import HINT, LABEL, LONGEST, UNIT, Statement, read, read_list
from suixin.kernel.programme.model import DeclaredBy
from suixin.kernel.programme.organisations import Shape, identify, is_named, level_prefix


@dataclass(frozen=True, slots=True)
class Found:
    """A statement and where it stands; an empty statement is an attribution that could not be read."""

    statement: Statement
    start: int
    end: int
    form: DeclaredBy
    unclosed: bool = False


WITHOUT_VERB = Statement(rule="list-without-verb")  # bodies in brackets, and nothing says what they do

LABEL_START = re.compile(
    rf"(?:总|主要)?(?:牵头|主办|责任|负责|主责)(?:责任|负责)?{UNIT}\s*:|(?:指导|实施|落实|承办|参与|配合|协办|协同|协助)(?:责任)?{UNIT}\s*:"
    r"|(?:部门|责任|任务|职责)分工\s*:|(?<![一-鿿])(?:牵头|主办)\s*:"
)

_BRACKETS = re.compile(r"[()【】\[\]〔〕]")
_CLOSES = {")": "(", "】": "【", "]": "[", "〕": "〔"}


def find(text: str, start: int, end: int, *, first_leads: bool, sentences: bool) -> Iterator[Found]:
    """Every attribution in one paragraph, in the order of the text."""
    taken: list[tuple[int, int]] = []
    found: list[Found] = []
    for left, right, closed in _bracketed(text, start, end):
        inner = text[left + 1 : right - 1 if closed else right]
        statement = read(inner, first_leads=first_leads)
        if statement is None and closed and _ends(text, left, right, end) and _is_list(inner):
            statement = WITHOUT_VERB
        if statement is None or (not closed and not statement):
            continue
        taken.append((left, right))
        found.append(Found(statement, left, right, _bracket_form(inner), unclosed=not closed))
    found += _labels(text, start, end, taken, first_leads)
    taken += [(one.start, one.end) for one in found]
    if sentences:
        found += _sentences(text, start, end, taken)
    yield from sorted(found, key=lambda one: one.start)


def _ends(text: str, left: int, right: int, end: int) -> bool:
    """Whether a bracket stands where attributions stand: behind a sentence, or at the end of a paragraph."""
    return text[left - 1 : left] == "。" or not text[right:end].strip("。 ")


def _is_list(inner: str) -> bool:
    """Nothing but names of bodies of some level, or of the dictionary."""
    listed = read_list(inner, "bare")
    bodies = [one.name for one in listed if one.shape is not Shape.COLLECTIVE]
    return bool(bodies) and all(
        is_named(name) and (level_prefix(name) or identify(name)) is not None for name in bodies
    )


def _bracket_form(inner: str) -> DeclaredBy:
    label = LABEL.search(inner)
    return DeclaredBy.LABEL if label and label.start() <= 2 else DeclaredBy.BRACKET


def _bracketed(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Outermost brackets; one left open at the end of the paragraph reaches to that end."""
    opened: list[tuple[str, int]] = []
    for mark in _BRACKETS.finditer(text, start, end):
        char, at = mark[0], mark.start()
        if char not in _CLOSES:
            if len(opened) < 8:
                opened.append((char, at))
        elif opened and opened[-1][0] == _CLOSES[char]:
            _, left = opened.pop()
            if not opened:
                yield left, at + 1, True
        elif opened and char == ")":
            left = opened[0][1]
            opened.clear()
            yield left, at + 1, True
    if opened and end - opened[0][1] <= LONGEST:
        yield opened[0][1], end, False


def _labels(
    text: str, start: int, end: int, taken: list[tuple[int, int]], first_leads: bool
) -> Iterator[Found]:
    label = LABEL_START.search(text, start, end)
    while label and any(left <= label.start() < right for left, right in taken):
        label = LABEL_START.search(text, label.end(), end)
    if label is None:
        return
    before = text[start : label.start()].rstrip()
    if before and before[-1] not in "。;!?)】":
        return
    stop = end
    statement = read(text[label.start() : stop], first_leads=first_leads)
    if statement is not None:
        yield Found(statement, label.start(), stop, DeclaredBy.LABEL)


def _sentences(text: str, start: int, end: int, taken: list[tuple[int, int]]) -> Iterator[Found]:
    at = start
    for stop in [mark.end() for mark in re.finditer("。", text[start:end])] + [end - start]:
        left, right = at, start + stop
        at = right
        sentence = text[left:right]
        if not sentence.strip() or len(sentence) > 400 or any(a < right and left < b for a, b in taken):
            continue
        if not HINT.search(sentence[-12:]):
            continue
        statement = read(sentence, strict=True)
        if statement is None or not set(statement.names) - set(statement.collective):
            continue
        lead = len(sentence) - len(sentence.lstrip())
        yield Found(statement, left + lead, right, DeclaredBy.SENTENCE)
