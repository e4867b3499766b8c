"""What stands between a draft and its publication: doubts to settle, clauses to look at, faults to correct."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from suixin.engines.programmes.bodies import Register
from suixin.engines.programmes.drafting.contents import Clause, Contents
from suixin.engines.programmes.drafting.draft import REVIEWED, Doubt, Draft
from suixin.engines.programmes.drafting.wellformed import problems
from suixin.engines.programmes.models import Item
from suixin.kernel.records.problem import Problem

TOPICS: dict[str, Promise] = {
    "annex-unread": gettext_lazy("附件没有读入"),
    "attribution-unparsed": gettext_lazy("没有认出责任单位"),
    "bracket-unclosed": gettext_lazy("括号没有闭合"),
    "count-mismatch": gettext_lazy("项数与原文写明的不同"),
    "default-duty": gettext_lazy("按原文的统一规定分工"),
    "everyone-below": gettext_lazy("以下各项都由这些单位承担"),
    "first-leads": gettext_lazy("按列在第一位的牵头"),
    "former-name": gettext_lazy("单位名称已不再使用"),
    "heading-gap": gettext_lazy("编号不连续"),
    "list-without-verb": gettext_lazy("列出了单位，没有写做什么"),
    "no-duties": gettext_lazy("没有任何责任分工"),
    "no-duty": gettext_lazy("这一项没有责任单位"),
    "no-lead": gettext_lazy("没有写明谁牵头"),
    "no-tasks": gettext_lazy("没有读到任务"),
    "number-missing": gettext_lazy("没有读到文号"),
    "number-unplaced": gettext_lazy("有数字没有读成指标"),
    "prefix-carried": gettext_lazy("单位的级别是补上的"),
    "published-conflict": gettext_lazy("发布日期不一致"),
    "responsible-leads": gettext_lazy("责任单位即为牵头单位"),
    "scope-declared": gettext_lazy("原文规定了适用范围"),
    "section-unplaced": gettext_lazy("有一部分没有读成条目"),
    "table-unread": gettext_lazy("有表格没有读入"),
    "title-missing": gettext_lazy("没有读到标题"),
    "traditional-script": gettext_lazy("原文是繁体字"),
    "uncovered-text": gettext_lazy("有文字没有单位负责"),
    "unknown-organisation": gettext_lazy("单位名称不认识"),
}

MOST_TOLD = 40  # names in one sentence


@dataclass(frozen=True, slots=True)
class Question:
    """Settled by a person with a note, or by itself once the draft no longer gives rise to it."""

    key: str  # what the settlement is kept under
    topic: str
    sentence: str
    source: tuple[int, int] | None
    clause: Clause | None  # where it can be mended
    note: str | None  # None: open

    @property
    def register(self) -> bool:
        """Whether the register of bodies is the place to mend it."""
        return self.key.startswith("bodies-")

    @property
    def is_open(self) -> bool:
        return self.note is None


@dataclass(frozen=True, slots=True)
class Fault:
    """What no note can settle: the record could not be made."""

    clause: Clause
    problem: Problem


def questions(draft: Draft, register: Register) -> list[Question]:
    """The open ones first, each in the order of the notice."""
    found = [*doubts(draft), *unregistered(draft, register)]
    return sorted(found, key=lambda question: not question.is_open)


def doubts(draft: Draft) -> Iterator[Question]:
    for number, doubt in enumerate(draft.doubts):
        if is_moot(doubt, draft.contents):
            continue
        key = f"doubt-{number}"
        clause = clause_at(draft.contents, doubt.source)
        topic = str(TOPICS.get(doubt.code, doubt.code))
        yield Question(key, topic, doubt.message, doubt.source, clause, draft.settled.get(key))


def is_moot(doubt: Doubt, contents: Contents) -> bool:
    """Whether the draft has been corrected so that the doubt is none any more."""
    match doubt.code:
        case "number-missing":
            return bool(contents.head.data.get("number"))
        case "title-missing":
            return bool(contents.head.data["title"]["zh-hans"])
        case "no-tasks":
            return bool(contents.of("task"))
        case "no-duties":
            return bool(contents.of("duty"))
        case "no-duty":
            clause = clause_at(contents, doubt.source)
            return clause is not None and clause.kind == "task" and bool(contents.duties(clause.id))
        case _:
            return False


def clause_at(contents: Contents, source: tuple[int, int] | None) -> Clause | None:
    """The narrowest target or task that stands around this place of the notice."""
    if source is None:
        return None
    around = [
        clause
        for clause in (*contents.of("target"), *contents.of("task"))
        if clause.source is not None and clause.source[0] <= source[0] < clause.source[1]
    ]
    return min(around, key=width, default=None)


def width(clause: Clause) -> int:
    return clause.source[1] - clause.source[0] if clause.source is not None else 0


def unregistered(draft: Draft, register: Register) -> Iterator[Question]:
    """One question for all of them: a notice of a higher level names dozens. Another name opens it again."""
    names = register.unregistered(draft.contents.bodies())
    if not names:
        return
    told = _("、").join(told_with_near(name, register) for name in names[:MOST_TOLD])
    if len(names) > MOST_TOLD:
        told = _("%(names)s等") % {"names": told}
    sentence = _("%(names)s。请登记这些机构，或改正名称；只收录不管理的上级机构可注明理由。") % {
        "names": told
    }
    duty = next(duty for duty in draft.contents.of("duty") if names[0] in str(duty.data))
    task = draft.contents.get("task", duty.data["task"])
    key = f"bodies-{hashlib.sha256('、'.join(names).encode()).hexdigest()[:8]}"
    topic = ngettext("%(n)d 个机构未登记", "%(n)d 个机构未登记", len(names)) % {"n": len(names)}
    yield Question(key, topic, sentence, duty.source, task, draft.settled.get(key))


def told_with_near(name: str, register: Register) -> str:
    near = _("”或“").join(register.near(name))
    return _("%(name)s（是否为“%(near)s”？）") % {"name": name, "near": near} if near else name


def published_already(contents: Contents) -> str | None:
    """The slug of a programme in force with the notice's number."""
    number = contents.head.data.get("number")
    if not number:
        return None
    rows = Item.objects.filter(kind="programme", to_index=None, in_force=True, data__number=number)
    return rows.values_list("programme", flat=True).first()


def unaccepted(draft: Draft) -> list[Clause]:
    return [
        clause for clause in draft.contents if clause.kind in REVIEWED and clause.key not in draft.accepted
    ]


def faults(contents: Contents) -> list[Fault]:
    return [Fault(clause, problem) for clause in contents for problem in problems(clause)]
