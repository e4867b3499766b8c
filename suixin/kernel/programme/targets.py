"""What is to be reached: numbers with their comparison, unit and date, and states without a number.

In the targets section every goal counts, also those without a number; inside tasks only numbers that are goals.
A number that only limits, pays or qualifies (loan ceilings, thresholds, subsidy rates, past results) is none.
Works on levelled text; ids and source spans are given by the caller.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from suixin.kernel.programme import deadline, quantity
from suixin.kernel.programme.deadline import Calendar, Deadline
from suixin.kernel.programme.goal_words import (
    AGAINST,
    ANY_NUMBER,
    BEGUN,
    BUILDS,
    BUILT,
    CLAUSE,
    COUNTED_BY_VERB,
    FIRST_LOT,
    FOUNDS,
    FROM,
    FROM_PHRASE,
    GOAL,
    GROWTH,
    LEADERSHIP,
    LEADING,
    LONGEST_SENTENCE,
    MAKES_ONLY,
    MONEY,
    NAMES,
    NEAR,
    NO_UNIT,
    NOT_GOAL,
    NOT_STATE,
    OBLIGES,
    OF_A_WHOLE,
    PARTS,
    PAST,
    QUALIFIES,
    QUOTED,
    RANK,
    RATE,
    SHARE_ALONE,
    SHARED_HEAD,
    SHORTEN,
    SHORTEST_STATE,
    SOME,
    SPLIT_BEFORE,
    STATE,
    STILL_GOAL,
    STRONG_NOT_GOAL,
    THRESHOLD,
    TO,
    TOGETHER,
    TRAILING,
    TRAILING_AFTER,
    VERB_AT_END,
    VERB_AT_START,
    WHOLE_YEAR,
)
from suixin.kernel.programme.model import Operator, TargetKind
from suixin.kernel.programme.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Goal:
    """A target before it has an id; offsets are levelled."""

    start: int
    end: int
    metric: str
    op: Operator | None
    value: Decimal | None
    unit: str | None
    due: str | None
    kind: TargetKind
    rule: str


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A number of the targets section that could not be made a target."""

    start: int
    end: int


def goals(text: str, start: int, end: int, calendar: Calendar, *, section: bool) -> Iterator[Goal | Unplaced]:
    """The targets in one paragraph. `section` tells that it stands in the targets section."""
    carried: str | None = None
    at = start
    for sentence in text[start:end].split("。"):
        if len(sentence) > LONGEST_SENTENCE:
            yield Unplaced(at, at + LONGEST_SENTENCE)
        elif sentence.strip() and (section or ANY_NUMBER.search(sentence)):
            dues = list(deadline.find(sentence, calendar))
            for one in _in_sentence(sentence, dues, carried, section):
                if not isinstance(one, Goal):
                    yield Unplaced(one.start + at, one.end + at)
                elif not (one.due and calendar.signed_year and int(one.due[:4]) < calendar.signed_year):
                    yield replace(one, start=one.start + at, end=one.end + at)
            if section and dues:
                carried = dues[-1].due
        at += len(sentence) + 1


def _in_sentence(
    sentence: str, dues: list[Deadline], carried: str | None, section: bool
) -> Iterator[Goal | Unplaced]:
    plain = STILL_GOAL.sub("", QUOTED.sub("", sentence))
    barred = not section and NOT_GOAL.search(plain) is not None and not _rescued(sentence)
    paid = barred and STRONG_NOT_GOAL.search(sentence) is not None
    masked = QUOTED.sub(lambda found: "□" * len(found[0]), sentence)
    for due in dues:
        masked = masked[: due.start] + "□" * (due.end - due.start) + masked[due.end :]
    subject = ""
    counted = False
    made: list[Goal | Unplaced] = []
    for left, right in _clauses(masked):
        when = next((one.due for one in reversed(dues) if one.start < right), carried)
        clause = _Clause(
            sentence, masked, left, right, subject, section, [one.due for one in dues], paid, barred, counted
        )
        found = list(clause.numeric())
        for goal in found or (clause.stated() if section else ()):
            made.append(replace(goal, due=goal.due or when) if isinstance(goal, Goal) else goal)
        subject = clause.subject or subject
        counted = bool(found)
    yield from _with_heads(made)


def _with_heads(made: list[Goal | Unplaced]) -> Iterator[Goal | Unplaced]:
    """2个两千亿级、3个千亿级产业集群: what stands behind the last 级 is meant by all before it."""
    for one, following in zip(made, [*made[1:], None], strict=False):
        if isinstance(one, Goal) and isinstance(following, Goal) and one.metric.endswith("级"):
            yield replace(one, metric=one.metric + following.metric.partition("级")[2])
        else:
            yield one


def _rescued(sentence: str) -> bool:
    """A sentence with a date to reach something by stays worth reading although it also speaks of money."""
    return re.search(r"(?:到|至)20\d\d年", sentence) is not None and not STRONG_NOT_GOAL.search(sentence)


def _clauses(masked: str) -> Iterator[tuple[int, int]]:
    left = 0
    for mark in [*[found.start() for found in CLAUSE.finditer(masked)], len(masked)]:
        if mark > left:
            yield from _listed(masked, left, mark)
        left = mark + 1


def _listed(masked: str, left: int, right: int) -> Iterator[tuple[int, int]]:
    """培育3家A、5家B and 研发一批A、培育一批B are a clause each."""
    at = left
    if not TOGETHER.search(masked[left:right]):
        for joint in SPLIT_BEFORE.finditer(masked, left, right):
            before = masked[at : joint.start()]
            after = masked[joint.end() : right]
            counted = quantity.stands_in(before) or SOME.search(before)
            if counted and (quantity.stands_in(after) or SOME.search(after)):
                yield at, joint.start()
                at = joint.end()
    yield at, right


@dataclass(slots=True)
class _Clause:
    sentence: str
    masked: str
    left: int
    right: int
    earlier_subject: str
    section: bool
    dues: list[str]  # of the whole sentence
    paid: bool  # the sentence also speaks of paying: only things to be made count
    barred: bool  # the sentence also speaks of conditions or money: only rates count
    counted: bool  # the clause before it gave a number to reach
    subject: str = ""
    closed: bool = False  # speaks of the past, or of paying
    limits: bool = False  # only limits, pays or qualifies

    def numeric(self) -> Iterator[Goal | Unplaced]:
        words = self.masked[self.left : self.right]
        self.closed = PAST.search(words) is not None or STRONG_NOT_GOAL.search(words) is not None
        self.limits = not self.section and NOT_GOAL.search(STILL_GOAL.sub("", words)) is not None
        found = [one for one in quantity.find(words) if self._counts(words, one)]
        rank = RANK.search(words)
        if rank and (self.section or re.search(r"进入|跻身|迈入|位居|稳居|力争", rank[0])):
            for index, one in enumerate(before := [one for one in found if one.op_end <= rank.start()]):
                yield from self._goal(words, one, before[index - 1].op_end if index else 0, rank.start())
            yield self._ranked(words, rank, before[-1].op_end if before else 0)
            return
        together = TOGETHER.search(words)
        if together and found:
            yield from self._shared(together, found)
            return
        for index, one in enumerate(found):
            stop = found[index + 1].op_start if index + 1 < len(found) else len(words)
            begin = found[index - 1].op_end if index else 0
            yield from self._goal(words, one, begin, stop)
        bare = NO_UNIT.search(words) if not found and self.section else None
        if bare:
            yield Unplaced(self.left + bare.start(), self.left + bare.end())

    def stated(self) -> Iterator[Goal]:
        """A goal without a number: a state, a leading place, or 一批."""
        words = self.masked[self.left : self.right].strip("□ 、")
        plain = self._plain(self.left, self.right)
        bare = LEADING.sub("", plain)
        some = SOME.search(words)
        if (
            len(bare) < SHORTEST_STATE
            or NOT_STATE.match(plain.lstrip("□ "))
            or (not some and not STATE.search(words))
        ):
            return
        if quantity.stands_in(words):
            return
        begin, end = self._trimmed()
        metric = VERB_AT_START.sub("", bare)
        if some:
            verbless = VERB_AT_START.sub("", bare.replace(some[0], "", 1))
            metric = VERB_AT_START.sub("", re.sub("^[和与、]", "", verbless)) or bare  # 引进和培育一批企业
            yield self._make(begin, end, metric, TargetKind.UNQUANTIFIED, "some")
        elif LEADERSHIP.search(words):
            yield self._make(begin, end, metric, TargetKind.RANK, "leading-place")
        else:
            yield self._make(begin, end, metric, TargetKind.STATUS, "state")

    def _make(self, begin: int, end: int, metric: str, kind: TargetKind, rule: str) -> Goal:
        return Goal(begin, end, metric or self.sentence[begin:end], None, None, None, None, kind, rule)

    def _trimmed(self) -> tuple[int, int]:
        words = self.masked[self.left : self.right]
        lead = len(words) - len(words.lstrip(" ,、"))
        return self.left + lead, self.left + len(words.rstrip(" ,、"))

    def _plain(self, left: int, right: int) -> str:
        """The words as printed, with dates left out and quoted words back in place."""
        words = list(self.sentence[left:right])
        for hidden in re.finditer("□+", self.masked[left:right]):
            printed = self.sentence[left + hidden.start() : left + hidden.end()]
            if printed[0] not in "“《":
                words[hidden.start() : hidden.end()] = [""] * len(hidden[0])
        return "".join(words).strip(" ,、")

    def _counts(self, words: str, one: Quantity) -> bool:
        """Whether a number is a goal here, and not a limit, a threshold, a price, a duration or the past."""
        before, after = words[: one.op_start], words[one.op_end :]
        near = before[-NEAR:]
        if one.is_duration:
            return one.op is not None and one.unit not in ("年", "日") and SHORTEN.search(before) is not None
        barred = (
            self.closed
            or FROM.search(near) is not None
            or before.endswith(("第", "每", "逾"))
            or (self.paid and not self._builds(words, after, one))
            or OBLIGES.match(after) is not None
            or (one.unit in MONEY and QUALIFIES.match(words, one.end) is not None)
            or (not VERB_AT_END.search(near) and THRESHOLD.match(words, one.end) is not None)
            or (one.unit in PARTS and OF_A_WHOLE.match(after) is not None)
            or (one.chinese and one.op is None and not self._plural(one, before, after))
        )
        if barred:
            return False
        if self.section:
            return True
        if (
            self.barred
            and not self._builds(words, after, one)
            and not (one.op and (WHOLE_YEAR.search(before) or (one.unit == "%" and RATE.search(near))))
        ):
            return False
        paid = one.unit in ("%", "‰") and one.op is None and re.search(r"(?:按|返还|的|收取|其)$", near)
        return not paid and not self.limits and self._aimed(before, after, one)

    def _builds(self, words: str, after: str, one: Quantity) -> bool:
        """加装电梯30部,每部补助15万元: things made are a goal; money, shares and conditions (…的) are not."""
        counted = one.unit not in (*MONEY, "%", "‰", "倍") and not one.is_duration
        return counted and BUILDS.match(words.lstrip(" □,、")) is not None and not after.startswith("的")

    def _plural(self, one: Quantity, before: str, after: str) -> bool:
        """一个 is an article and 三大 a manner of speaking; 三十个 is a number, 三个 only behind a verb of making."""
        if one.value is None or one.value > 10:
            return True
        return (one.value > 1 or one.unit == "倍") and self._made(before, after)

    def _made(self, before: str, after: str) -> bool:
        words = before.rstrip("□ ")
        if self.section:
            return VERB_AT_END.search(words) is not None or not after.strip("□ ")
        return FOUNDS.search(words) is not None

    def _aimed(self, before: str, after: str, one: Quantity) -> bool:
        if one.op is None and one.unit in ("%", "‰", "倍"):
            return GOAL.search(before) is not None or (one.op_start == 0 and self.section)
        if one.op is not None and one.rule != "number":
            return True
        reached = self.masked[self.left : self.left + one.start]  # with the comparing word itself
        if GOAL.search(reached) is not None or (one.op is not None and self._earlier_goal()):
            return True
        return self.counted and (not after.strip("□ ") or not before.strip("□ "))  # 签约项目60个,500强企业2户

    def _earlier_goal(self) -> bool:
        return GOAL.search(self.masked[: self.left]) is not None

    def _goal(self, words: str, one: Quantity, begin: int, stop: int) -> Iterator[Goal | Unplaced]:
        if one.value is None:
            yield Unplaced(self.left + one.start, self.left + one.end)
            return
        metric = self._metric(words, one, begin, stop)
        if self._is_made(words, one, begin, stop):
            one = replace(one, op=None)
        kind = _kind(words[begin : one.op_start], words[begin : one.start], one)
        start, end = self._trimmed()
        # A number without a comparing word is to be met as printed.
        op, unit = one.op or Operator.EQUAL, one.unit or None
        base = Goal(start, end, metric, op, one.value, unit, None, kind, one.rule)
        if one.high is None:
            yield base
        else:
            yield replace(base, op=Operator.AT_LEAST)
            yield replace(base, op=Operator.AT_MOST, value=one.high)

    def _is_made(self, words: str, one: Quantity, begin: int, stop: int) -> bool:
        """突破50项关键技术 is 50 of them: 突破 compares only where something is named before it."""
        printed = words[one.op_start : one.start]
        before = LEADING.sub("", words[begin : one.op_start].strip("□ "))
        return (
            printed == "突破"
            and one.op_end == one.end
            and not before
            and bool(words[one.op_end : stop].strip("□ "))
        )

    def _metric(self, words: str, one: Quantity, begin: int, stop: int) -> str:
        before = FROM_PHRASE.sub("", self._plain(self.left + begin, self.left + one.op_start))
        after = self._plain(self.left + one.op_end, self.left + stop)
        noun = FIRST_LOT.sub("", TRAILING.sub("", LEADING.sub("", AGAINST.sub("", before))))
        if one.unit == "%" and after.startswith("的") and len(after) > 2:  # 新区50%的社区建成综合体
            return f"{noun}{after[1:]}"
        if not noun or MAKES_ONLY.fullmatch(noun) or (VERB_AT_END.search(before) and after.strip("的 ")):
            thing = BUILT.sub("", TRAILING_AFTER.sub("", after.removeprefix("的")).strip())
            if thing:
                self.subject = ""
                return thing
            if COUNTED_BY_VERB.fullmatch(noun) or BEGUN.fullmatch(noun):
                return noun
            return self.subject or self.earlier_subject or noun or self._clause_before() or before or words
        noun = noun.replace("力争", "")
        noun = VERB_AT_START.sub("", noun) if not noun.startswith(("新增", "新建", "累计")) else noun
        if re.fullmatch(
            r"(?:年均|平均每年|年平均|同比|比[^,]{2,8}年?)?(?:增长|增速|增幅|增长率|下降|提高|提升|降低|翻)*",
            noun,
        ):
            return f"{self.earlier_subject}{noun}" if noun != self.earlier_subject else noun
        noun = re.sub(r"(?<=[额量值规模数])(?:完成|实现)$", "", noun)
        if SHARE_ALONE.fullmatch(noun):
            noun = f"{self.subject or self.earlier_subject or self._clause_before()}{noun}"
        self.subject = re.sub(r"(?:年均|同比|平均)?(?:增长|增速|增幅)$", "", noun)
        return noun or before

    def _clause_before(self) -> str:
        """免费发放电子印章,全年不少于1.2万枚: a number alone counts what the words before it speak of."""
        before = max(self.masked.rfind(mark, 0, max(0, self.left - 1)) for mark in ",;")
        words = LEADING.sub("", self._plain(before + 1, max(0, self.left - 1)))
        return words if self.left and not quantity.stands_in(words) else ""

    def _shared(self, together: re.Match[str], found: list[Quantity]) -> Iterator[Goal | Unplaced]:
        """A、B分别达到65%和55%; A、B均达到45%."""
        names = [
            name.strip()
            for name in NAMES.split(
                self._plain(self.left + together.start("names"), self.left + together.end("names"))
            )
        ]
        names = _headed([VERB_AT_START.sub("", LEADING.sub("", name)) for name in names if name])
        words = self.masked[self.left : self.right]
        if together["how"] != "分别":
            for name in names if len(found) == 1 else [self._plain(self.left, self.left + found[0].op_start)]:
                for goal in self._goal(words, found[0], 0, len(words)):
                    yield replace(goal, metric=name, rule="each-alike") if isinstance(goal, Goal) else goal
            return
        if len(names) == 1 and len(self.dues) == len(found):  # 2020年和2025年,…分别达到40%和42%
            for due, one in zip(self.dues, found, strict=True):
                shared = replace(one, op=one.op or found[0].op)
                for goal in self._goal(words, shared, 0, len(words)):
                    yield (
                        replace(goal, metric=names[0], due=due, rule="each-its-own")
                        if isinstance(goal, Goal)
                        else goal
                    )
            return
        if len(names) != len(found):
            yield from (Unplaced(self.left + one.start, self.left + one.end) for one in found)
            return
        common = found[0].op
        for name, one in zip(names, found, strict=True):
            for goal in self._goal(words, replace(one, op=one.op or common), 0, len(words)):
                yield replace(goal, metric=name, rule="each-its-own") if isinstance(goal, Goal) else goal

    def _ranked(self, words: str, rank: re.Match[str], begin: int) -> Goal:
        """`begin` is where another number of the clause ends: what it counts is what is ranked."""
        printed = rank["place"]
        place = int(printed) if printed.isdigit() else quantity.chinese_integer(printed)
        start, end = self._trimmed()
        metric = (
            TRAILING.sub("", LEADING.sub("", self._plain(self.left + begin, self.left + rank.start())))
            or self.subject
            or self.earlier_subject
        )
        value = Decimal(place) if place else None
        return Goal(
            start,
            end,
            metric or words.strip("□"),
            Operator.AT_MOST,
            value,
            "位",
            None,
            TargetKind.RANK,
            "rank",
        )


def _headed(names: list[str]) -> list[str]:
    """光纤、5G覆盖率: the last of several names carries the head of all."""
    head = SHARED_HEAD.search(names[-1]) if names else None
    twin = re.search(rf".{re.escape(names[0][-1])}(?P<head>.{{2,}})$", names[-1]) if len(names) > 1 else None
    if head and twin and len(twin["head"]) > len(head[0]):  # 公交车、出租车新能源比例
        return [*(f"{name}{twin['head']}" for name in names[:-1]), names[-1]]
    if head is None or any(re.search(r"[率比度量数额速重例]$", name) for name in names[:-1]):
        return names
    return [*(f"{name}{head[0]}" for name in names[:-1]), names[-1]]


def _kind(before: str, up_to: str, one: Quantity) -> TargetKind:
    if one.unit in ("%", "‰", "个百分点", "百分点", "倍"):
        growing = GROWTH.search(before.rstrip("□ ")) or re.search(r"年均|同比|增速|增幅|增长率", before)
        if one.unit in ("个百分点", "百分点") or one.rule == "doubling" or one.unit == "倍":
            return TargetKind.GROWTH
        if growing and not TO.search(up_to.rstrip("□ ")):
            return TargetKind.GROWTH
        return TargetKind.SHARE
    return TargetKind.LEVEL
