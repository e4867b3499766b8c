"""What happened to a programme, told by submission: each publication or correction once, with its record numbers."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from suixin.engines.programmes import read
from suixin.engines.programmes.portal.wording import printed, said
from suixin.engines.programmes.vocabulary import KINDS_OF_TARGET, KINDS_OF_TASK, OPERATORS, ROLES
from suixin.kernel.records.problem import in_language
from suixin.platform.ledger.declarations import house
from suixin.platform.ledger.description import field_title
from suixin.platform.ui import parts
from suixin.platform.ui.numbers import language, written, written_date

Titles = Mapping[tuple[str, str], read.Words]  # of items, by kind and id
REFERENCES = {"task": "task", "group": "group"}  # field -> kind of the item that it names
HAN = re.compile("[\u4e00-\u9fff]")
DATES = {"signed_on", "issued_on", "published_on", "due"}


@dataclass(frozen=True, slots=True)
class Correction:
    """One item changed, withdrawn or added, with each field before and after."""

    what: str
    index: int
    differences: Sequence[parts.Change]


@dataclass(frozen=True, slots=True)
class Submitted:
    """What one submission did."""

    at: datetime
    by: str | None
    reason: str
    indexes: Sequence[int]
    first: bool  # what is told of began here
    summary: str
    corrections: Sequence[Correction]

    @property
    def records(self) -> str:
        return numbers(self.indexes)


def submissions(history: Sequence[read.Change], opening: str = "programme") -> list[Submitted]:
    """Newest first, as the history is. Where an item of kind `opening` is new, it began there."""
    titles = {(change.kind, change.item): change.title for change in reversed(history)}

    def together(change: read.Change) -> tuple[datetime, str | None, str]:
        return change.recorded.at, change.recorded.by, change.recorded.reason

    return [submitted(list(changes), titles, opening) for _key, changes in groupby(history, together)]


def submitted(changes: list[read.Change], titles: Titles, opening: str) -> Submitted:
    first = any(change.kind == opening and change.first for change in changes)
    recorded = changes[0].recorded
    return Submitted(
        at=recorded.at,
        by=recorded.by,
        reason=recorded.reason,
        indexes=sorted(change.recorded.index for change in changes),
        first=first,
        summary=counted(changes) if first else "",
        corrections=[] if first else [correction(change, titles) for change in reversed(changes)],
    )


def correction(change: read.Change, titles: Titles) -> Correction:
    differences = [
        parts.Change(field_name(change.kind, name), value(name, before, titles), value(name, after, titles))
        for name, before, after in change.fields
        if name != "in_force"  # told by the heading
    ]
    return Correction(words(change), change.recorded.index, differences)


def counted(changes: Iterable[read.Change]) -> str:
    """首次发布: how many of each kind."""
    kinds = [change.kind for change in changes]
    words = {
        "group": ngettext("%(n)d组", "%(n)d组", kinds.count("group")),
        "task": ngettext("%(n)d项任务和保障措施", "%(n)d项任务和保障措施", kinds.count("task")),
        "duty": ngettext("%(n)d条分工", "%(n)d条分工", kinds.count("duty")),
        "target": ngettext("%(n)d个目标", "%(n)d个目标", kinds.count("target")),
    }
    return _("、").join(word % {"n": kinds.count(kind)} for kind, word in words.items() if kind in kinds)


def words(change: read.Change) -> str:
    told = {"what": kind_name(change.kind), "title": said(change.title)}
    if not change.in_force:
        return format_html(_("撤下{what}：{title}"), **told)
    if change.first:
        return format_html(_("增加{what}：{title}"), **told)
    return format_html(_("修改{what}：{title}"), **told)


def kind_name(kind: str) -> str:
    """As the record type is called in the reader's language."""
    return in_language(house()[f"programme.{kind}"].record_type.titles, language())


def field_name(kind: str, name: str) -> str:
    return field_title(house()[f"programme.{kind}"].record_type, f"/{name}")


def value(name: str, given: object, titles: Titles) -> str:
    """A field's value in words. Lists keep their order."""
    match given:
        case None:
            return ""
        case bool():
            return _("是") if given else _("否")
        case dict() if "zh-hans" in given:
            return said(read.Words(given))
        case dict():
            parts_of = ((value(key, part, titles),) for key, part in given.items())
            return format_html_join(_("，"), "{}", parts_of)
        case list():
            return format_html_join(_("、"), "{}", ((value(name, part, titles),) for part in given))
        case _:
            return plain_value(name, str(given), titles)


def plain_value(name: str, given: str, titles: Titles) -> str:
    if name in REFERENCES:
        title = titles.get((REFERENCES[name], given))
        return said(title) if title else given
    if name in DATES:
        return written_date(given)
    if name == "value":
        return str(written(given))
    if given in CHOICES.get(name, ()):
        return str(CHOICES[name][given])
    return printed(given) if HAN.search(given) else given


CHOICES = {"op": OPERATORS, "kind": KINDS_OF_TASK | KINDS_OF_TARGET, "role": ROLES}


def numbers(indexes: Sequence[int]) -> str:
    """3–7, 12: runs of record numbers, shortened."""
    runs: list[list[int]] = []
    for index in indexes:
        if runs and index == runs[-1][-1] + 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return _("、").join(f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)


def story(history: Sequence[read.Change], task: read.Task, until: int | None) -> list[parts.Event]:
    """What happened to a task, its duties and its targets: once for each submission, the newest first."""
    own = [
        change
        for change in history
        if (change.kind == "task" and change.item == task.id) or change.task == task.id
        if until is None or change.recorded.index <= until
    ]
    return [event(each) for each in submissions(own, opening="task")]


def event(each: Submitted) -> parts.Event:
    corrections = format_html_join(_("；"), "{}", ((correction.what,) for correction in each.corrections))
    what = _("公布") if each.first else corrections
    told = {"records": each.records, "reason": printed(each.reason)}
    return parts.Event(each.at, what, format_html(_("记录{records}，理由：{reason}"), **told))
