"""What each part of a notice is for: general remarks, targets, tasks or safeguards; and which items are tasks.

A notice may be a cover letter with the plan behind it, and annexes behind that (`Part`). Tasks are the lowest
numbered units that carry work; where steps of one task are numbered too, the task stays whole.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from suixin.kernel.programme import header, page
from suixin.kernel.programme.deadline import DUE_LABEL
from suixin.kernel.programme.outline import Item, Outline, Style, marker
from suixin.kernel.programme.text import Paragraph


class Purpose(StrEnum):
    GENERAL = "general"
    TARGETS = "targets"
    TASKS = "tasks"
    SAFEGUARDS = "safeguards"
    PASSED_OVER = "passed-over"  # steps, dates, explanations: numbered, but no work to assign


_TARGETS = re.compile(
    r".{0,14}(?:目标(?!任务)(?:和|及|与)?(?:指标|愿景|定位)?|预期指标|主要指标|发展指标|指标体系目标)(?:\(.*\))?"
)
_TASK_TARGETS = re.compile(r".*(?:目标任务|任务目标|目标及任务|目标和任务)")
_GENERAL = re.compile(
    r"(?:总体(?:要求|思路|考虑|部署|安排|目标和原则)|指导思想|基本(?:原则|思路|情况|概念|要求)|工作(?:思路|原则|背景|依据|基础)|发展(?:思路|原则|基础|现状|形势|环境|背景)|总则|适用(?:范围|对象)|定义|术语"
    r"|重要(?:意义|性)|重大意义|充分认识.*|深刻认识.*|提高(?:思想|政治)?认识.*|现状.*|形势.*|背景.*|面临.*|编制依据|附则|主要原则|原则|思路|要求|前言|引言|目的|目的(?:和)?依据|总体思想|指导思想.*|总体要求.*|基础.*现状|实施范围|实施原则|(?:有关|情况|其他)?说明)"
)
_PASSED_OVER = re.compile(
    r"(?:实施|工作|推进|方法|活动)?(?:步骤|阶段|进度|时间)(?:和|及)?(?:方法|安排|步骤|要求|节点)?|时间(?:安排|进度|节点)|进度安排|时间步骤|实施(?:周期|期限|时间)|(?:申报|申请|办理|评审|认定)(?:程序|流程|材料|条件|要求|时间)|(?:名词|术语|指标)解释|联系方式|活动(?:主题|时间|地点|对象)"
)
_SAFEGUARDS = re.compile(
    r".{0,10}(?:保障(?:措施|机制|条件|工作|体系和机制)|组织(?:领导|实施|保障|落实|推进|管理|机制|保证)|实施(?:机制|保障|要求)|工作(?:要求|保障|机制)|(?:有关|相关|具体|几点|总体)要求|推进(?:机制|措施)"
    r"|(?:监督|督导|督查|考核|评估)(?:检查|问责|考核|评估|评价|落实|激励|机制|管理)*|组织(?:领导)?(?:和|与|及|,)?.{0,8}保障|政策(?:支持|保障|扶持)(?:和保障)?|支持政策|配套(?:政策|措施)|扶持政策|加强领导.*|强化落实|抓好落实|责任落实|贯彻落实|落实(?:各方|工作|主体|部门)?责任|压实(?:各方|工作)?责任|(?:其他|有关)事项"
    r"|高度重视.{0,12}|(?:认真|切实|狠抓|抓好|加强|强化)(?:抓好|做好)?(?:组织|贯彻|落实|推动|责任)(?:实施|落实|领导|保障)?(?:工作)?)"
)
_ENDS_IN_SAFEGUARD = re.compile(
    r".{0,18}(?<!民生)(?<!社会)(?<!住房)(?<!安全)(?<!权益)(?<!就业)(?<!医疗)(?<!能源)(?<!粮食)(?<!养老)(?<!应急)(?<!物资)(?<!供应)(?<!生活)(?<!基本)(?<!服务)保障"
)
_APPEAL = re.compile(r"各(?:地区?|区|县|市|级|有关|相关|部门|单位|牵头)[^。]{0,30}(?:要|应|须)(?!.{0,6}建设)")
_FORMULA = re.compile(
    r"本(?:通知|意见|方案|实施意见|实施方案|办法|计划|措施|要点|政策|规划)[^。]{0,24}(?:自|由|有效期|未尽|印发|发布|施行|实施|解释)"
    r"|自本通知|特此|以上(?:措施|政策|意见)|附件:|附:|附表:|附注|注:|备注|说明:|\(?联系人|抄送|此前(?:规定|有关)|本.{2,8}与.{2,20}不一致"
)
_OF_ITSELF = re.compile(  # 为加快…，制定本措施; 本措施自2024年8月1日起施行
    r"为(?:了)?[^。]{4,}(?:制定|提出|出台)(?:本|以下)|本(?:通知|意见|方案|办法|计划|措施|要点|政策|规定|细则)[^。]{0,24}"
    r"(?:施行|实施之日|之日起|有效期|由.{2,20}解释|所称)"
)
_ANNEX_LIST = re.compile(r"附件?\s*:\s*1[.、]")
_LISTED_ANNEX = re.compile(r"(?:[2-9]|1\d)[.、][^。\t]{2,60}")
_ANNEX = re.compile(r"附(?:件|表|录)\s*(?:[一二三四五六七八九十\d]{1,3})?\s*[:.]?")
_ROW_HEADING = re.compile(r"\(?[一二三四五六七八九十]{1,3}[、)][^。;]{2,40}")
_RUNNING = re.compile(r"\d{1,3}\t")
_BRINGS = re.compile(r"现(?:将|印发|予以)|印发给你们|予以印发|请(?:遵照|认真|结合|贯彻|按照|组织)")


@dataclass(slots=True)
class Part:
    """A run of paragraphs with a numbering of its own: the cover letter, the plan, an annex."""

    outline: Outline = field(default_factory=Outline)
    tables: list[list[Paragraph]] = field(default_factory=list)
    is_annex: bool = False


@dataclass(slots=True)
class Unit:
    """A task or safeguard in the making: an item with the paragraphs that are really its own."""

    item: Item
    group: Item | None
    paragraphs: list[Paragraph]
    aims: bool = False  # stands in the targets section, with a body that answers for it

    @property
    def end(self) -> int:
        return self.paragraphs[-1].end


_CONTENTS = re.compile(r"目\s*[录次]")
_LEADER = re.compile(r"[.…·\s\t]*\d{0,3}$")


def without_contents(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """A table of contents left out: it ends where its first entry comes again."""
    for index, paragraph in enumerate(paragraphs[:60]):
        if not _CONTENTS.fullmatch(paragraph.text) or index + 1 >= len(paragraphs):
            continue
        first = _LEADER.sub("", paragraphs[index + 1].text)
        again = (
            at for at in range(index + 2, len(paragraphs)) if _LEADER.sub("", paragraphs[at].text) == first
        )
        return paragraphs[:index] + paragraphs[next(again, index + 1) :]
    return paragraphs


def parts(paragraphs: list[Paragraph]) -> list[Part]:
    """The notice taken apart; tables out of the outline, titles and signatures dropped."""
    found = [Part()]
    brought = dated = False
    index = 0
    while index < len(paragraphs):
        paragraph = paragraphs[index]
        text, part = paragraph.text, found[-1]
        if _is_listed_annex(paragraphs, index):
            index += 1
            continue
        title = header.title_lines(paragraphs, index) if marker(text) is None else 0
        if _ANNEX.fullmatch(text) or (title and (brought or dated)):
            part.outline.close(paragraph.start)
            annex = _ANNEX.fullmatch(text) is not None or (part.is_annex and not dated)
            found.append(Part(is_annex=annex))
            brought = dated = False
        elif "\t" in text or _heads_rows(part, paragraphs, index):
            _add_row(part, paragraph, paragraphs[index - 1] if index else None)
        elif header.is_signature_date(text) or page.is_tail(text):
            part.outline.close(paragraph.start)
            dated = dated or header.is_signature_date(text)
        elif title or header.is_number_line(text):
            pass
        else:
            brought = brought or (
                len(found) == 1 and _BRINGS.search(text) is not None and not part.outline.roots
            )
            part.outline.add(paragraph)
        index += max(title, 1)
    found[-1].outline.close(paragraphs[-1].end if paragraphs else 0)
    return found


def _is_listed_annex(paragraphs: list[Paragraph], index: int) -> bool:
    """A further line of 附件：1.… 2.…: a name of an annex, not an item."""
    at = index
    while at and _LISTED_ANNEX.fullmatch(paragraphs[at].text):
        at -= 1
    return at < index and _ANNEX_LIST.match(paragraphs[at].text) is not None


def _heads_rows(part: Part, paragraphs: list[Paragraph], index: int) -> bool:
    """A line between the rows of a table, 一、社区服务（共2项）: a row of one cell over the whole width."""
    if not part.tables or index == 0 or part.tables[-1][-1] is not paragraphs[index - 1]:
        return False
    following = next((one.text for one in paragraphs[index + 1 : index + 4] if "\t" in one.text), "")
    return (
        _ROW_HEADING.fullmatch(paragraphs[index].text) is not None and _RUNNING.match(following) is not None
    )


def _add_row(part: Part, row: Paragraph, before: Paragraph | None) -> None:
    """Rows that follow one another are one table."""
    if part.tables and before is part.tables[-1][-1]:
        part.tables[-1].append(row)
    else:
        part.tables.append([row])


def names_targets(item: Item) -> bool:
    """目标任务 and the like, which may head either."""
    return _TASK_TARGETS.fullmatch(re.sub(r"\s", "", item.title)) is not None


def purpose(item: Item) -> Purpose:
    """What a section is for, by its title, else by the section it stands in."""
    title = re.sub(r"\s", "", item.title)
    title = re.sub(r"\((?:共)?[\d一二三四五六七八九十]+(?:项|条|个).*?\)$", "", title)
    if _OF_ITSELF.match(title):
        return Purpose.GENERAL
    parent = purpose(item.parent) if item.parent else None
    if _TARGETS.fullmatch(title) and not _TASK_TARGETS.fullmatch(title):
        return Purpose.TARGETS
    if parent is not None:
        return _within(title, parent, item)
    for pattern, meaning in (
        (_GENERAL, Purpose.GENERAL),
        (_PASSED_OVER, Purpose.PASSED_OVER),
        (_SAFEGUARDS, Purpose.SAFEGUARDS),
        (_ENDS_IN_SAFEGUARD, Purpose.SAFEGUARDS),
    ):
        if pattern.fullmatch(title):
            return meaning
    return Purpose.TASKS


def _within(title: str, parent: Purpose, item: Item) -> Purpose:
    if (
        parent is Purpose.TASKS
        and item.style <= Style.CHINESE_BRACKETED
        and item.parent
        and not item.parent.parent
    ):
        if re.fullmatch(r"(?:保障措施|组织保障|组织领导|组织实施|工作要求|工作保障)", title):
            return Purpose.SAFEGUARDS
        if re.fullmatch(r"(?:指导思想|基本原则|总体要求|工作原则|工作思路|总体思路|基本思路)", title):
            return Purpose.GENERAL
    if parent is Purpose.GENERAL and re.fullmatch(r"(?:主要任务|重点任务|工作任务|任务)", title):
        return Purpose.TASKS
    return parent


def units(root: Item, attributed: Callable[[Item], bool]) -> Iterator[Item]:
    """The lowest numbered units below (or at) an item that carry work of their own."""
    if not root.children:
        yield root
        return
    if _is_whole(root, attributed):
        yield root
        return
    for child in root.children:
        yield from units(child, attributed)


def _is_whole(item: Item, attributed: Callable[[Item], bool]) -> bool:
    """Whether the numbered children are only steps of this one task.

    `attributed` tells whether an item's own paragraphs (not its children's) say who is responsible.
    """
    if item.parent is None and not item.children[0].style.is_detail:
        return False
    below = [any(attributed(one) for one in child.walk()) for child in item.children]
    if item.children[0].style.is_detail:
        return sum(below) <= 1
    if len(below) < 2 or any(below[:-1]) or not (attributed(item) or below[-1]):
        return False
    siblings = item.parent.children if item.parent else []
    return any(not one.children and attributed(one) for one in siblings)


def closing_from(item: Item, last_attribution_end: int | None, *, is_last: bool) -> int | None:
    """Index of the first paragraph of a unit that no longer belongs to it, if any.

    Only the last unit of a list runs on into the closing words of its section or of the notice.
    """
    if not is_last:
        return None
    headed = item.title_and_end[1] >= item.paragraphs[0].end - 1  # its words begin on the next line
    for index, paragraph in enumerate(item.all_paragraphs[1:], start=1):
        if marker(paragraph.text) is not None or DUE_LABEL.match(paragraph.text):
            continue
        after_attribution = last_attribution_end is not None and paragraph.start >= last_attribution_end
        if (
            after_attribution
            or _FORMULA.match(paragraph.text)
            or (not headed and _APPEAL.match(paragraph.text))
        ):
            return index
    return None
