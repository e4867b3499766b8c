"""The text of a policy notice to a `Programme`: the one way in to the rooms of this hall.

The notice is levelled (`text`), freed of the page around it (`page`), given its head (`header`) and its
numbering (`outline`), sorted into sections (`sections`); then tasks get their duties (`duties`), numbers become
targets (`targets`), tables are read (`tables`) and the result is looked over (`review`).
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from suixin.kernel.programme import header, page, review, sections, tables, targets
from suixin.kernel.programme.deadline import DUE_LABEL, Calendar
from suixin.kernel.programme.duties import Attributions, Declarations
from suixin.kernel.programme.findings import Findings
from suixin.kernel.programme.model import Duty, Group, Programme, Target, Task
from suixin.kernel.programme.outline import Item, marker
from suixin.kernel.programme.places import WITHOUT_VERB, Found
from suixin.kernel.programme.sections import Part, Purpose, Unit
from suixin.kernel.programme.table_tasks import TableTasks
from suixin.kernel.programme.targets import Goal
from suixin.kernel.programme.text import Paragraph, Text

_SOME_CHINESE = re.compile(r"[一-鿿]{4}")
_POLICY_HEADING = re.compile(
    r"总体要求|指导思想|主要任务|重点任务|工作目标|发展目标|主要目标|保障措施|组织实施|工作任务|基本原则|重点工作|工作措施|组织保障"
)
_HOPES = re.compile(r"力争|(?:到|至)20\d\d年")
_AIMS = re.compile(r"(?:到|至)20\d\d年|(?:主要|总体|工作|发展)?目标[。:]")

_LONGEST_HEADING = 40
_LONGEST_TITLE = 400


class NotAPolicy(ValueError):
    """The text is no policy notice. The message is for the person who sent it."""

    def __init__(self) -> None:
        super().__init__(
            "这段文字不像政策文件：没有读到文号、标题和带编号的任务、目标或责任分工。请提供通知或方案的正文。"
            " This does not read as a policy notice: no document number, title or numbered tasks, targets or duties "
            "were found. Please give the text of the notice itself."
        )


def parse(text: str) -> Programme:
    """The programme that a notice sets out; offsets refer to `text` as given."""
    if not _SOME_CHINESE.search(text):
        raise NotAPolicy
    return _Notice(Text(text)).programme()


@dataclass(slots=True)
class _Contents:
    """The numbered units of a notice by what they are for; `goals` are ranges of the targets section, `opening`
    of opening words that speak of goals."""

    tasks: list[Unit] = field(default_factory=list)
    safeguards: list[Unit] = field(default_factory=list)
    goals: list[tuple[int, int]] = field(default_factory=list)
    opening: list[tuple[int, int]] = field(default_factory=list)


class _Notice:
    def __init__(self, text: Text) -> None:
        self.text = text
        self.findings = Findings(text)
        kept, facts = page.sort(text.paragraphs())
        self.paragraphs = sections.without_contents(kept)
        self.head = header.read(text, self.paragraphs, facts)
        self.parts = sections.parts(self.paragraphs)
        self.roots = [root for part in self.parts for root in part.outline.roots]
        self.declarations = Declarations.of(
            text.level, self.roots[0].start if self.roots else len(text.level)
        )
        self.attributions = Attributions(text, self.declarations)
        period = self.head.period
        self.calendar = Calendar(
            signed_year=self.head.signed_on.year if self.head.signed_on else None,
            plan_year=period.end if period and period.start == period.end else None,
        )
        self.headings: dict[str, tuple[int, int]] = {}  # unit id -> its number and title
        self.placed: list[tuple[Duty, int, int]] = []
        self.rows: dict[str, tables.Row] = {}  # task id -> the row it was read from

    def programme(self) -> Programme:
        contents = self._contents()
        groups: dict[object, Group] = {}
        tasks = [self._task(unit, f"t{index}", groups) for index, unit in enumerate(contents.tasks, start=1)]
        table_goals, rows = self._tables()
        if rows:
            tasks = self._with_rows(tasks, contents.tasks, rows, groups)
        safeguards = [
            self._task(unit, f"s{index}", None) for index, unit in enumerate(contents.safeguards, start=1)
        ]
        goals = self._targets(contents, tasks, safeguards, table_goals)
        if not self._is_policy(tasks) or not (tasks or safeguards or goals):
            raise NotAPolicy
        tasks, used = _in_order(tasks, groups)
        programme = Programme(
            number=self.head.number,
            title=self.head.title or "",
            issuer=self.head.issuer,
            signed_on=self.head.signed_on,
            issued_on=self.head.issued_on,
            published_on=self.head.published_on,
            period=self.head.period,
            bases=header.bases(self.text, self._preamble(), self.head.titles),
            targets=tuple(goals),
            groups=used,
            tasks=tuple(tasks),
            safeguards=tuple(safeguards),
        )
        self._review(programme, groups)
        return replace(programme, warnings=tuple(self.findings))

    # -- sections

    def _contents(self) -> _Contents:
        found = _Contents()
        plan = max(range(len(self.parts)), key=lambda index: self._weight(self.parts[index]))
        for index, part in enumerate(self.parts):
            roots = part.outline.roots
            attributed = any(self.attributions.attributed(item) for item in part.outline.items())
            if index < plan and not attributed:  # the cover letter: how to carry out, not what
                for root in roots:
                    self._place_units(found.safeguards, root)
            elif index > plan and part.is_annex and not attributed and found.tasks:
                if roots and not part.tables:
                    self.findings.add("annex-unread", roots[0].start, roots[0].paragraphs[0].end)
                continue
            else:
                found.opening += [
                    (one.start, one.end) for one in part.outline.loose if _HOPES.search(one.text)
                ]
                for root in roots:
                    self._place(found, root)
            for gap in part.outline.gaps:
                self.findings.add(
                    "heading-gap", gap.item.start, gap.item.title_and_end[1], expected=gap.expected
                )
        return found

    def _weight(self, part: Part) -> tuple[int, int]:
        """How much of a plan a part is: headings of the genre and attributions, then numbered items."""
        headed = sum(_POLICY_HEADING.search(root.title[:20]) is not None for root in part.outline.roots)
        items = list(part.outline.items())
        attributed = sum(self.attributions.attributed(item) for item in items)
        return headed + attributed, 0 if part.is_annex else len(items)

    def _place(self, found: _Contents, item: Item) -> None:
        match sections.purpose(item):
            case Purpose.TARGETS if any(self.attributions.attributed(one) for one in item.walk()):
                self._place_units(found.tasks, item, aims=True)
            case Purpose.TARGETS:
                found.goals += _goal_ranges(item)
            case Purpose.SAFEGUARDS:
                self._place_units(found.safeguards, item)
            case Purpose.TASKS if self._only_sums_up(item):
                found.goals += _goal_ranges(item)
            case Purpose.TASKS if any(
                sections.purpose(child) is not Purpose.TASKS for child in item.children
            ):
                for child in item.children:
                    self._place(found, child)
            case Purpose.TASKS:
                self._place_units(found.tasks, item)
            case Purpose.GENERAL:
                found.goals += [
                    (_body(one), one.end) for one in item.paragraphs if _AIMS.match(one.text[:20])
                ]
                for child in item.children:
                    self._place(found, child)
            case Purpose.PASSED_OVER:
                self.findings.add("section-unplaced", item.start, item.title_and_end[1])

    def _only_sums_up(self, item: Item) -> bool:
        """目标任务 in running words, with the tasks in sections of their own behind it."""
        later = (root for root in self.roots if root.start > item.start)
        return (
            item.parent is None
            and sections.names_targets(item)
            and not item.children
            and not self.attributions.attributed(item)
            and any(sections.purpose(root) is Purpose.TASKS for root in later)
        )

    def _place_units(self, units: list[Unit], item: Item, *, aims: bool = False) -> None:
        lowest = list(sections.units(item, self.attributions.attributed))
        for unit in lowest:
            paragraphs = unit.all_paragraphs
            found = [one for one in self.attributions.of(paragraphs) if one.statement]
            ends = found[-1].end if found else None
            cut = sections.closing_from(unit, ends, is_last=unit is lowest[-1])
            paragraphs = paragraphs[:cut] if cut else paragraphs
            units.append(Unit(unit, unit.parent, paragraphs, aims))

    # -- tasks

    def _task(self, unit: Unit, id: str, groups: dict[object, Group] | None) -> Task:
        item = unit.item
        found = self.attributions.of(unit.paragraphs)
        title_end = min([item.title_and_end[1], *(one.start for one in found if one.start > item.body)])
        for one in found:
            if not one.statement:
                self._tell_unread(one)
            elif one.statement.unknown:
                names = "、".join(one.statement.unknown)
                self.findings.add(
                    "unknown-organisation", one.start, one.end, name=names, hint="请核对这处责任分工。"
                )
            if one.unclosed:
                self.findings.add("bracket-unclosed", one.start, one.end)
            for name in one.statement.carried:
                self.findings.add("prefix-carried", one.start, one.end, name=name)
        first = min((one.start for one in found if one.statement), default=unit.end)
        begin = self._begin(item, title_end, first)
        duties = self.attributions.duties(found, begin, unit.end, title_end) or self._section_duties(
            unit, begin
        )
        duties = (*duties, *self._document_duties(unit, begin, assigned=bool(duties)))
        self.headings[id] = (item.start, title_end)
        self.placed += [(duty, item.start, title_end) for duty in duties]
        if not self.attributions.at_heading([one for one in found if one.statement], title_end, unit.end):
            self._tell_uncovered(unit, [one.end for one in found if one.statement])
        source = self.text.span(item.start, unit.end)
        return Task(
            id=id,
            number=item.number,
            title=self._heading(item.body, title_end),
            group=self._group(unit.group, groups) if groups is not None and unit.group else None,
            text=self.text.raw[source.start : source.end],
            source=source,
            duties=duties,
            due=self._due(unit),
        )

    def _tell_unread(self, one: Found) -> None:
        code = "list-without-verb" if one.statement == WITHOUT_VERB else "attribution-unparsed"
        self.findings.add(code, one.start, one.end)

    def _begin(self, item: Item, title_end: int, first: int) -> int:
        """Where the work of a unit begins: behind its heading, unless heading and work are one sentence."""
        headed = title_end - item.body <= _LONGEST_HEADING and self.text.level[title_end + 1 : first].strip()
        return title_end + 1 if headed else item.body

    def _due(self, unit: Unit) -> str | None:
        """The date behind a label 完成时限."""
        for paragraph in unit.paragraphs:
            found = DUE_LABEL.search(paragraph.text)
            if found:
                return tables.due_of(found[1], self.calendar)
        return None

    def _heading(self, start: int, end: int) -> str:
        return self.text.words(start, min(end, start + _LONGEST_TITLE)).strip(" \u3000。:：\t\n")

    def _tell_uncovered(self, unit: Unit, ends: list[int]) -> None:
        if not ends:
            return
        rest = DUE_LABEL.sub("", self.text.level[ends[-1] : unit.end]).strip(" \n。;、,)")
        if len(rest) >= 12:
            self.findings.add("uncovered-text", self.text.level.index(rest[:12], ends[-1]), unit.end)

    def _group(self, item: Item, groups: dict[object, Group]) -> str:
        if item not in groups:
            title = self._heading(item.body, item.title_and_end[1])
            found = [one for one in self.attributions.within(item.paragraphs[0]) if one.statement]
            if found and item.body < found[0].start < item.title_and_end[1]:
                title = self._heading(item.body, found[0].start)
            groups[item] = Group(f"g{len(groups) + 1}", item.number, title)
        return groups[item].id

    def _section_duties(self, unit: Unit, begin: int) -> tuple[Duty, ...]:
        """From the headings above a unit, or from a line of its own behind the last unit of a section."""
        ancestor = unit.item.parent
        while ancestor is not None:
            at_heading = self.attributions.of(ancestor.paragraphs)
            found = [one for one in at_heading if one.statement]
            for one in at_heading:
                if not one.statement:
                    self._tell_unread(one)
            if found:
                return self.attributions.inherited(found, begin, unit.end)
            closing = self.attributions.closing(ancestor)
            if closing:
                return self.attributions.inherited(closing, begin, unit.end)
            ancestor = ancestor.parent
        return ()

    def _document_duties(self, unit: Unit, begin: int, *, assigned: bool) -> Iterator[Duty]:
        if self.declarations.default and not assigned:
            yield self.attributions.declared(self.declarations.default, begin, unit.end, "default-duty")
        for everyone in self.declarations.everyone:
            if unit.item.start > everyone.start and sections.purpose(unit.item) is not Purpose.SAFEGUARDS:
                yield self.attributions.declared(everyone, begin, unit.end, "everyone-below")

    # -- tables

    def _tables(self) -> tuple[list[Goal], list[tables.Row]]:
        goals: list[Goal] = []
        rows: list[tables.Row] = []
        for part in self.parts:
            for lines in part.tables:
                first_leads = self.declarations.first_leads is not None
                reading = tables.read(lines, self.calendar, first_leads=first_leads)
                if reading.unread:
                    self.findings.add("table-unread", lines[0].start, lines[0].end)
                goals += reading.goals
                rows += reading.rows
        return goals, rows

    def _with_rows(
        self, tasks: list[Task], units: list[Unit], rows: list[tables.Row], groups: dict[object, Group]
    ) -> list[Task]:
        merged, homes = TableTasks(self.text, self.calendar).merge(tasks, units, rows)
        known = {task.source: self.headings[task.id] for task in tasks}
        by_source = {self.text.span(row.start, row.end): row for row in rows}
        done: list[Task] = []
        for task in merged:
            row = by_source.get(task.source)
            self.headings[task.id] = (row.title.start, row.title.end) if row else known[task.source]
            if row:
                self.placed += [(duty, row.start, row.end) for duty in task.duties]
                self.rows[task.id] = row
            home = homes.get(task.id)
            group = task.group
            if home:
                group = self._group(home.item, groups)
            elif row and row.category and group is None:
                group = self._table_group(row.category, groups)
            done.append(replace(task, group=group))
        return done

    def _table_group(self, category: tables.Cell, groups: dict[object, Group]) -> str:
        """The group of a table's rows that share a category."""
        found = marker(category.text)
        number, start = (found[1], category.start + found[3]) if found else ("", category.start)
        title = self._heading(start, category.end)
        return groups.setdefault(f"table:{category.text}", Group(f"g{len(groups) + 1}", number, title)).id

    # -- targets

    def _targets(
        self, contents: _Contents, tasks: list[Task], safeguards: list[Task], table_goals: list[Goal]
    ) -> list[Target]:
        made: list[tuple[Goal, str | None]] = [(goal, None) for goal in table_goals]
        for start, end in contents.goals:
            made += [(goal, None) for goal in self._goals(start, end, section=True)]
        for start, end in contents.opening:
            made += [(goal, None) for goal in self._goals(start, end, section=False)]
        ids = {task.source: task.id for task in (*tasks, *safeguards)}
        dues = {task.id: task.due for task in (*tasks, *safeguards)}
        for unit in (*contents.tasks, *contents.safeguards):
            home = ids.get(self.text.span(unit.item.start, unit.end))
            for one in unit.paragraphs if home else ():
                taken = [found.start for found in self.attributions.within(one) if found.statement]
                end = min([one.end, *taken]) if unit.aims else one.end
                made += [(goal, home) for goal in self._goals(_body(one), end, section=unit.aims)]
        for id, row in self.rows.items():
            for cell, aims in row.worded:
                made += [(goal, id) for goal in self._goals(cell.start, cell.end, section=aims)]
        made.sort(key=lambda pair: (pair[0].start, pair[0].end))
        return [
            self._target(f"target-{index}", replace(goal, due=goal.due or dues.get(home or "")), home)
            for index, (goal, home) in enumerate(made, start=1)
        ]

    def _goals(self, start: int, end: int, *, section: bool) -> Iterator[Goal]:
        for one in targets.goals(self.text.level, start, end, self.calendar, section=section):
            if isinstance(one, Goal):
                yield one
            else:
                self.findings.add("number-unplaced", one.start, one.end)

    def _target(self, id: str, goal: Goal, home: str | None) -> Target:
        return Target(
            id=id,
            text=self.text.printed(goal.start, goal.end),
            metric=goal.metric,
            op=goal.op,
            value=goal.value,
            unit=goal.unit,
            due=goal.due,
            kind=goal.kind,
            source=self.text.span(goal.start, goal.end),
            task=home,
            rule=goal.rule,
        )

    # -- what a person has to look at

    def _is_policy(self, tasks: list[Task]) -> bool:
        return (
            self.head.number is not None
            or self.head.title is not None
            or any(task.duties for task in tasks)
            or any(_POLICY_HEADING.search(root.title[:20]) for root in self.roots)
        )

    def _preamble(self) -> list[Paragraph]:
        """Opening words of each part: before its first item, and its general remarks."""
        opening = [one for part in self.parts for one in part.outline.loose]
        general = [root for root in self.roots if sections.purpose(root) is Purpose.GENERAL]
        return [*opening, *(one for root in general[:1] for one in root.all_paragraphs)]

    def _review(self, programme: Programme, groups: dict[object, Group]) -> None:
        findings, head = self.findings, self.head
        if self.text.traditional:
            findings.add("traditional-script")
        if head.number is None:
            findings.add("number-missing")
        if head.title is None:
            findings.add("title-missing")
        if head.published_conflict:
            findings.add("published-conflict", date=head.published_conflict)
        tasks, safeguards = list(programme.tasks), list(programme.safeguards)
        review.tell_duties(findings, tasks, safeguards, self.headings)
        review.tell_declarations(findings, self.declarations, [duty for duty, _, _ in self.placed])
        review.tell_leads(findings, self.placed)
        review.tell_names(findings, self.placed, head.signed_on)
        in_group = Counter(task.group for task in tasks)
        counted = [
            (item, sum(in_group[groups[one].id] for one in item.walk() if one in groups))
            for item in self._headings_with_counts()
        ]
        opening = [one for part in self.parts for one in part.outline.loose]
        review.tell_counts(findings, opening, counted, len(tasks), len(safeguards))

    def _headings_with_counts(self) -> Iterator[Item]:
        for part in self.parts:
            for root in part.outline.roots:
                if sections.purpose(root) is Purpose.TASKS:
                    yield root
                    yield from (child for child in root.children if child.style.value <= 4)


def _in_order(tasks: list[Task], groups: dict[object, Group]) -> tuple[list[Task], tuple[Group, ...]]:
    """Groups that hold tasks, numbered anew where a table's groups took the place of the text's."""
    held = {task.group for task in tasks}
    used = [group for group in groups.values() if group.id in held]
    ids = {group.id: f"g{index}" for index, group in enumerate(used, start=1)}
    for key, group in groups.items():
        groups[key] = replace(group, id=ids.get(group.id, ""))
    renamed = [replace(task, group=ids[task.group]) if task.group else task for task in tasks]
    return renamed, tuple(replace(group, id=ids[group.id]) for group in used)


def _goal_ranges(section: Item) -> Iterator[tuple[int, int]]:
    """The words of a targets section without its heading; a numbered goal without a heading counts whole."""
    for item in section.walk():
        title, title_end = item.title_and_end
        first = item.paragraphs[0]
        headed = item is section or (title_end < first.end - 1 and not re.search(r"\d|一批|若干", title))
        start = min(title_end + 1, first.end) if headed else item.body
        yield start, first.end
        yield from ((_body(one), one.end) for one in item.paragraphs[1:])


def _body(paragraph: Paragraph) -> int:
    found = marker(paragraph.text)
    return paragraph.start + (found[3] if found else 0)
