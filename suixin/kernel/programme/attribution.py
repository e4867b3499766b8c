"""Who leads, who helps: the grammar of an attribution, in brackets, behind labels, or as a plain sentence.

The grammar has document state (`Declarations`): a notice may say once that the first organisation listed leads,
or who carries everything out. A form of words that only resembles an attribution (an abbreviation, an example,
牵头 in running prose) is none. Nothing here knows tasks or texts: `read` judges one string (`places` looks through a text).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from suixin.kernel.programme.model import OtherPart, OtherRole
from suixin.kernel.programme.organisations import Member, Shape, is_named, level_prefix, members


@dataclass(frozen=True, slots=True)
class Statement:
    """The meaning of one attribution. `collective` lists the groups among all names (各区政府)."""

    leads: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    others: tuple[OtherPart, ...] = ()
    collective: tuple[str, ...] = ()
    rule: str = ""
    carried: tuple[str, ...] = ()  # completed by a prefix from before a comma
    unknown: tuple[str, ...] = ()  # do not look like organisations
    declares_first: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return self.leads + self.supports + tuple(other.organisation for other in self.others)

    def __bool__(self) -> bool:
        return bool(self.names)


FIRST_LEADS = re.compile(
    r"(?:其中)?[,;。]?(?:以上|以下|各项|各)?(?:工作|任务|事项)?(?:均)?"
    r"(?:(?:名单|单位|部门)?(?:排|列|位列|排名|列名)(?:在|于)?(?:首位?|第一)(?:位|名)?(?:者|的)?(?:单位|部门|责任单位)?"
    r"|(?:首位|第一个|首个|首列|第一)(?:责任)?(?:单位|部门))"
    r"(?:均)?(?:为|是|作为)(?:主要)?(?:牵头|主办|总牵头|主要负责|主责|负责牵头)(?:责任)?(?:单位|部门|者)?[,;]?(?:下同)?"
)

SAME_BELOW = re.compile(
    r"[;。,](?P<names>各[^。;,()]{2,30}?)(?:结合(?:工作)?实际|按职责(?:分工)?)?(?P<verb>落实|配合|参与|负责)[,;]下同"
)
EVERYONE_BELOW = re.compile(
    r"[。;,]?以下(?:各项|所有)?(?:任务|工作|事项|内容|措施)?(?:均|都)(?:需|须|由|要|应|需要)?(?P<names>[^。;()]{2,50}?)"
    r"(?P<verb>牵头|负责|落实|配合|参与)(?:落实|实施|配合)?[,;]?(?:均?不再(?:一一|逐一|逐项|重复|另行)?(?:列出|列明|标注|注明|赘述|列示))"
)
INVOLVED = re.compile(
    r"[。;,]?(?:具体|上述|以上|以下|各项)?(?:任务|工作|事项)(?:均|都)涉及(?P<names>[^,。;]{2,40}?)(?P<verb>),?(?:均?不再)?[^,。;]{0,8}分工(?:,下同)?"
)

_LABELS: dict[str, str] = {
    "lead": r"(?:总|主要)?牵头(?:责任|负责)?|主办|主责|主要责任|第一责任|主要负责",
    "support": r"(?:配合|协办|协同|协作|支持|协助|协同配合)(?:责任)?",
    "participate": r"参与|参加",
    "guide": r"(?:业务)?指导|督导",
    "implement": r"实施|落实|承办|执行|建设",
    "responsible": r"责任|负责|分工|任务分工|承担",
}
UNIT = r"(?:单位|部门|主体|科室|机构|局委)"
LABEL = re.compile(
    "(?:"
    + "|".join(f"(?P<{role}>{words})" for role, words in _LABELS.items())
    + rf"){UNIT}(?:[及和、]?(?:责任|配合|协办|参与)?{UNIT})?\s*:"
    r"|(?<![一-鿿])(?P<short_lead>牵头|主办)\s*:|(?<![一-鿿])(?P<short_support>配合|协办)\s*:"
    r"|(?P<division>(?:部门|责任|任务|职责)分工)\s*:"
    r"|(?P<skip>责任领导|分管[省市区县]?领导|牵头(?:负责|责任|市)?领导|责任人|责任科室|联系人|完成(?:时限|时间|期限)|时间(?:节点|要求|安排|进度)|时限(?:要求)?|进度(?:安排|要求)|工作目标"
    r"|实施时间|年度目标|适用范围|推广范围)\s*:"
)
_DUTY = r"(?:各自|部门|单位|相关|有关|工作|各部门)?(?:职责|职能|职权|分工|任务)(?:分工|范围|任务|权限)?"
_TO_DO = r"(?:负责|落实|推进|实施|组织|推动|抓好|开展|做好|承担|贯彻|执行|协同|共同|分别|具体|相关工作|工作)*"
_ROLES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (role, re.compile(rf"(?P<names>.*?)(?:{verb})$", re.S))
    for role, verb in (
        (
            "support",
            rf"(?:(?:按照?|根据|依据){_DUTY})?(?:密切|积极|共同|予以|做好|给予|协同|协助|支持|参与)*(?:配合|协助|协同|支持|协办|协作)"
            r"(?:配合|落实|实施|推进|支持|协助|工作|做好|负责|完成|参与)*",
        ),
        (
            "participate",
            rf"(?:(?:按照?|根据|依据){_DUTY})?(?:共同|积极)?(?:参与|参加)(?:落实|实施|配合|推进)*",
        ),
        ("joint", rf"(?:(?:按照?|根据|依据|依照?){_DUTY}|分工|共同|分别|联合){_TO_DO}"),
        (
            "lead",
            r"(?:共同|联合|总|统筹|负责)?牵头(?:负责|落实|实施|组织|推进|抓总|办理|协调|统筹|推动|抓好|完成|承办|开展|建设|单位|会同)*|主办|主责"
            r"|(?:为|是|作为)牵头(?:单位|部门)",
        ),
        ("guide", r"(?:业务|加强|统筹|监督|督促)*指导(?:监督|落实|推进|督促|实施|协调|支持)*|(?:负责)?督导"),
        (
            "responsible",
            r"(?:具体|组织|分别)?负责(?:落实|实施|组织|推进|牵头|办理|建设|推动|具体|统筹|协调|监督|指导|审核|抓好|开展|执行|完成)*"
            r"|(?:为|是|作为)责任(?:单位|部门)|负总责|承办|承担",
        ),
        (
            "implement",
            r"(?:结合|依据|根据|按照)?(?:工作|本地|自身|各自|地方)?(?:实际)?(?:具体|组织|抓好|推进|贯彻|认真|因地制宜|分别|协调|做好|积极|全力)*"
            r"(?:落实|实施|抓落实|推进|办理|执行|开展|建设)(?:到位|实施|工作)*",
        ),
    )
)
_TASK_PART = re.compile(r"(?P<names>.+?)(?P<verb>牵头(?!的)|负责|配合)[一-鿿A-Za-z0-9“”+]{1,14}$")
_WITH = re.compile(r"(?P<before>.*?)(?:牵头)?(?:负责)?会(?:同|商)(?P<with>.+)$", re.S)
_VERB_COMMA = re.compile(
    r"(牵头(?:负责|落实|实施)?|负责(?:落实|实施)?|配合|参与|指导|落实|协助)(?:、| +(?=[一-鿿]))"
)
_ROLE_BEHIND = re.compile(r"（(?P<verb>牵头|总牵头|主办|配合|协办|指导)(?:单位|部门)?）$")  # 市商务局（牵头）
_ROLE_MARKS = {"配合": "support", "协办": "support", "指导": "guide"}
_EXCEPT = re.compile(r"(?:除外|另有规定的)[。;]?$")
HINT = re.compile(
    r"责任|牵头|负责|配合|参与|落实|指导|职责|实施|主办|协办|督导|责任单位|会同|支持|承办|协助|主责|分工|建设单位|推进|共同"
)
_LEADING = re.compile(r"^(?:由|其中由?|并由|主要由|以上(?:工作|任务|各项|内容)?(?:均)?由|此项工作由|具体由)")
_TRAILING = re.compile(r"(?:[,;。]?下同)?[。;,.\s]*$")
LONGEST = 600


@dataclass(slots=True)
class _Entry:
    role: str
    members: list[Member]
    rule: str


@dataclass(slots=True)
class _Reading:
    entries: list[_Entry] = field(default_factory=list)
    pending: list[Member] = field(default_factory=list)
    prefix: str | None = None
    carried: list[str] = field(default_factory=list)


def read(printed: str, *, first_leads: bool = False, strict: bool = False) -> Statement | None:
    """What an attribution says; None if the words are no attribution.

    `first_leads` is the document's declaration. `strict` is for running text: every name must be one.
    """
    content = _TRAILING.sub("", _unwrapped(printed.strip()))
    everyone = EVERYONE_BELOW.search(content)
    involved = INVOLVED.search(content)
    for stated in filter(None, (everyone, involved)):
        content = _TRAILING.sub("", content.replace(stated[0], ""))
    declares = FIRST_LEADS.search(content)
    if declares:
        content = _TRAILING.sub("", content[: declares.start()] + content[declares.end() :])
    if (
        _EXCEPT.search(content)
        or not content
        or len(content) > LONGEST
        or not (declares or first_leads or HINT.search(content))
    ):
        return None
    reading = _Reading()
    label = LABEL.search(content)
    labelled = label is not None and label.start() <= 2
    if labelled:
        _read_labels(content, reading)
    else:
        _read_clauses(content, reading, loose=not strict)
    rule = "label" if labelled else "verb"
    statement = _resolved(reading, rule, first_leads or declares is not None)
    if statement is None:
        return None
    if strict and (statement.unknown or not statement):
        return None
    also = members(involved["names"]) if involved else ()
    return replace(
        statement,
        others=statement.others + tuple(OtherPart(OtherRole.IMPLEMENT, one.name) for one in also),
        collective=statement.collective + _names([one for one in also if one.shape is Shape.COLLECTIVE]),
        declares_first=declares is not None,
    )


def read_list(printed: str, role: str, reading_prefix: str | None = None) -> tuple[Member, ...]:
    """Names in a table cell or behind a label, over all its commas."""
    found: list[Member] = []
    prefix = reading_prefix
    for segment in re.split(r"[,;。\n]", printed):
        part = members(_LEADING.sub("", segment), prefix)
        found += part
        prefix = next((level_prefix(one.name) for one in reversed(found) if level_prefix(one.name)), prefix)
    return tuple(one for one in found if role)


def statement_of(columns: dict[str, tuple[Member, ...]], *, first_leads: bool, rule: str) -> Statement | None:
    """The statement of a table row: its members by role."""
    reading = _Reading([_Entry(role, list(names), rule) for role, names in columns.items() if names])
    return _resolved(reading, rule, first_leads)


def _unwrapped(printed: str) -> str:
    pairs = {"(": ")", "【": "】", "[": "]", "〔": "〕"}
    printed = printed.rstrip("。 ")
    if printed and pairs.get(printed[0]) == printed[-1]:
        return printed[1:-1].strip()
    return printed


_SHORT = {"division": "responsible", "short_lead": "lead", "short_support": "support"}


def _read_labels(content: str, reading: _Reading) -> None:
    labels = list(LABEL.finditer(content))
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        role = str(label.lastgroup)
        if role == "skip":
            continue
        role = _SHORT.get(role, role)
        body = content[label.end() : following.start() if following else len(content)].strip(" ,;。")
        if not body:
            continue
        if _ends_in_role(body):
            _read_clauses(body, reading, loose=True)
        else:
            reading.entries.append(_Entry(role, list(read_list(body, role, reading.prefix)), "label"))
        names = [one.name for entry in reading.entries for one in entry.members]
        reading.prefix = next(
            (level_prefix(name) for name in reversed(names) if level_prefix(name)), reading.prefix
        )


def _ends_in_role(body: str) -> bool:
    return any(pattern.match(body) for _, pattern in _ROLES[:6])


def _read_clauses(content: str, reading: _Reading, *, loose: bool) -> None:
    for segment in _segments(_VERB_COMMA.sub(r"\1,", content)):
        clause = _LEADING.sub("", segment)
        _read_clause(clause, reading, loose=loose)


def _segments(content: str) -> Iterator[str]:
    depth = start = 0
    for at, char in enumerate(content):
        depth += (char == "(") - (char == ")")
        if char in ",;。" and depth <= 0:
            if content[start:at].strip():
                yield content[start:at].strip()
            start = at + 1
    if content[start:].strip():
        yield content[start:].strip()


def _read_clause(clause: str, reading: _Reading, *, loose: bool) -> None:
    role, names, rule = _role_of(clause, loose=loose)
    together = _WITH.match(names)
    if together:
        principal = _members(together["before"], reading) if together["before"] else []
        company = _members(together["with"], reading)
        if principal or reading.pending:
            reading.entries.append(_Entry("lead", reading.pending + principal, "together-with"))
            reading.pending = []
        reading.entries.append(_Entry("support", company, "together-with"))
        return
    listed = _members(names, reading)
    if role is None:
        reading.pending += listed
        return
    if not names:  # 财政部、税务总局，按职责分工负责: the verb belongs to the names before the comma
        if not reading.pending and reading.entries:
            return
        listed = []
    reading.entries.append(_Entry(role, reading.pending + listed, rule))
    reading.pending = []


def _role_of(clause: str, *, loose: bool) -> tuple[str | None, str, str]:
    for role, pattern in _ROLES:
        match = pattern.match(clause)
        if match:
            return role, match["names"], "verb"
    part = _TASK_PART.match(clause) if loose else None
    if part:
        role = {"牵头": "lead", "负责": "responsible", "配合": "support"}[part["verb"]]
        return role, part["names"], "verb-with-object"
    return None, clause, ""


def _members(names: str, reading: _Reading) -> list[Member]:
    listed = list(members(names, reading.prefix)) if names else []
    for one in listed:
        if (
            one.carried
            and reading.prefix
            and not any(level_prefix(other.name) and not other.carried for other in listed)
        ):
            reading.carried.append(one.name)
    reading.prefix = next(
        (level_prefix(one.name) for one in reversed(listed) if level_prefix(one.name)), reading.prefix
    )
    return listed


def _resolved(reading: _Reading, form: str, first_leads: bool) -> Statement | None:
    """Roles from verbs: 负责 and 按职责分工负责 mean different things with and without a lead beside them."""
    entries = list(_by_mark(_complete(reading, first_leads)))
    everyone = [one for entry in entries for one in entry.members]
    known = [one for one in everyone if one.shape is not Shape.UNKNOWN]
    if not entries or (not known and not _plausible(everyone)):
        return None
    roles = _Roles(f"{form}-roles")
    has_lead = any(entry.role == "lead" for entry in entries)
    listed = [one for entry in entries if entry.role in _OPEN_ENDED for one in entry.members]
    by_first = not has_lead and first_leads and bool(listed) and listed[0].shape is not Shape.COLLECTIVE
    for entry in entries:
        if entry.role not in _OPEN_ENDED:
            roles.named(entry)
        elif by_first:
            roles.first_leads(entry)
        elif has_lead:
            roles.supports += entry.members
        else:
            roles.without_lead(entry, listed)
    return Statement(
        leads=_names(roles.leads),
        supports=_names(roles.supports),
        others=tuple(
            OtherPart(role, one.name) for role, one in roles.others if one.shape is not Shape.UNKNOWN
        ),
        collective=_names([one for one in everyone if one.shape is Shape.COLLECTIVE]),
        rule=roles.rule,
        carried=tuple(reading.carried),
        unknown=tuple(one.name for one in everyone if one.shape is Shape.UNKNOWN),
    )


_OPEN_ENDED = ("responsible", "joint", "bare")


def _complete(reading: _Reading, first_leads: bool) -> list[_Entry]:
    """Names left without a verb are a list; alone they are an attribution only if the first is said to lead."""
    if not reading.pending:
        return reading.entries
    marked = any(_ROLE_BEHIND.search(one.name) for one in reading.pending)
    if not (reading.entries or marked) and (
        not first_leads
        or not any(is_named(one.name) for one in reading.pending)
        or any(one.shape is Shape.UNKNOWN for one in reading.pending)
    ):
        return []
    return [*reading.entries, _Entry("bare", reading.pending, "list")]


def _by_mark(entries: list[_Entry]) -> Iterator[_Entry]:
    """A role printed behind one name of a list goes before the role of the list."""
    for entry in entries:
        plain: list[Member] = []
        for one in entry.members:
            mark = _ROLE_BEHIND.search(one.name)
            if mark:
                role = _ROLE_MARKS.get(mark["verb"], "lead")
                yield _Entry(role, [replace(one, name=one.name[: mark.start()])], entry.rule)
            else:
                plain.append(one)
        if plain:
            yield replace(entry, members=plain)


@dataclass(slots=True)
class _Roles:
    rule: str
    leads: list[Member] = field(default_factory=list)
    supports: list[Member] = field(default_factory=list)
    others: list[tuple[OtherRole, Member]] = field(default_factory=list)

    def named(self, entry: _Entry) -> None:
        match entry.role:
            case "lead":
                self.leads += entry.members
                self.rule = "together-with" if entry.rule == "together-with" else self.rule
            case "support":
                self.supports += entry.members
            case role:
                self.others += [(OtherRole(role), one) for one in entry.members]

    def first_leads(self, entry: _Entry) -> None:
        self.rule = "first-leads"
        for one in entry.members:
            (self.supports if self.leads else self.leads).append(one)

    def without_lead(self, entry: _Entry, listed: list[Member]) -> None:
        if len(listed) == 1 and listed[0].shape is Shape.BODY:
            self.rule = "sole-responsible"
            self.leads += entry.members
        elif entry.role == "responsible" and all(one.shape is Shape.COLLECTIVE for one in listed):
            self.rule = "collective-responsible"
            self.others += [(OtherRole.IMPLEMENT, one) for one in entry.members]
        else:
            self.rule = "joint-responsible"
            self.others += [(OtherRole.JOINT, one) for one in entry.members]


def _plausible(everyone: list[Member]) -> bool:
    """Names we do not know, yet short enough to be names: better a warning than silence."""
    return bool(everyone) and all(2 <= len(one.name) <= 14 for one in everyone)


def _names(listed: list[Member]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.name for one in listed if one.shape is not Shape.UNKNOWN))
