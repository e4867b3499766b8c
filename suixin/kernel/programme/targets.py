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


_MAKE = (
    "开拓|开辟|拓展|谋划|培育形成|建设形成|引导带动|新认定|新培育|新增|新建|新开通|新引进|累计|建成|建设|打造|培育|形成|引进|引育|招引|推出|创建|争创|认定|遴选|选树|选育|选拔|组建|设立|布局"
    "|部署|完成|实现|覆盖|培训|举办|开展|改造|推动|带动|引导|支持|扶持|孵化|集聚|聚集|发展|推广|建立|培养|选派|落地|实施|上线|发布|制定|出台|攻克|突破|研发|转化|输送|吸纳|创作|接入|归集"
    "|汇聚|开放|安装|配备|更新|淘汰|签约|开工|竣工|投产|入库|开通|研制|打通|组织|征集|评选|储备|招募|升级|搭建|拥有|壮大|做强|入选|获批|服务|惠及|提供|挖掘|总结|凝练|构建|铺设|投放|增设|争取|力争|确保"
)
_GOAL = re.compile(
    rf"{_MAKE}|达到|达|超过|增长|增速|增幅|提升|提高|下降|降低|压减|压缩|缩短|减少|保持|控制在|不低于|不少于|不超过|至少|总量|总数|规模|比例|占比|比重|率|增加|翻|突破|增至|以上"
)
_NOT_GOAL = re.compile(
    r"补贴|补助|奖励|奖补|资助|贴息|返还|减免|税率|罚|额度|贷款(?!余额|规模|总额|增速|投放)|可申请|可享受|可按|按照?[^,。;]{0,20}(?:标准|比例)|出资|注册资本|符合条件|符合下列|之一|年龄|周岁|岁以|学历|工龄|参保|费率"
    r"|标准为|一次性|给予|(?<!万)每(?:人|家|户|个(?!区|县|镇|市|街)|辆|台|亩|吨|平方米|年给|月)|经费|专项资金|安排[^,。;]{0,8}资金|最高|封顶|满足|具备|应当自|逾期|有效期|保证金|起征|收费|单价|租金|租期|免费"
    r"|免于|免征|抽查|公示期|为期|营业收入[^,。;]{0,10}的企业"
)
_STRONG_NOT_GOAL = re.compile(
    r"补贴|补助|奖励|奖补|资助|贴息|返还|减免|税率|罚款|可申请|可享受|注册资本|一次性|给予|最高不超过|标准为|符合条件"
)
_PAST = re.compile(
    r"目前|截至目前|已(?:经)?(?:建成|有|达|培育|完成|实现|累计|形成|开通|发展)|现有|原有|上年|去年|以来|此前|过去|以往|原(?:来|先)"
)
_FROM = re.compile(r"(?:从|由)[^\d,;。到至]{0,12}$")
_FROM_PHRASE = re.compile(r"(?:从|由)(?:20\d\d年的?)?[\d.]+[^,;]{0,8}$")
_QUALIFIES = re.compile(
    r"(?:及?以上|以下|左右)?(?:规模|级)?(?:以上)?的?[^,;、。\d]{0,8}?(?:项目|企业|产业|产品|集群|园区|平台|基金|赛道|公司|单位|镇|县|城市)"
)
_THRESHOLD = re.compile(
    r"(?:及?以上|及?以下)?的(?:[^,;、。\d]{0,6})(?:企业|单位|个人|人员|项目|场所|建筑|用户|机构|公司|车辆|家庭|纳税人)"
)
_FOUNDS = re.compile(r"(?:建设|建成|打造|培育|引进|新建|新增|创建|设立|组建|建立)$")
_MONEY = ("元", "美元", "人民币", "港元")
_NO_UNIT = re.compile(
    r"(?:超过|突破|达到|达)[\d.一二三四五六七八九十百千]+(?:万亿|亿|万)(?=规模|大关|台阶|[,;。]|$)"
)
_SHORTEN = re.compile(r"压缩|缩短|压减|缩减|控制|时限|时间|时延|时长")
_PARTS = ("个", "项", "大", "种", "类", "条", "次", "处", "名", "位")
_OF_A_WHOLE = re.compile(r"(?:方面|领域|环节|维度|层面|阶段|工作日|月|部分|步骤|统一|坚持|度|转变|原则)")
_OBLIGES = re.compile(
    r"(?:的|以上的|以下的)?(?:及其|规模)?[^,;。]{0,12}(?:企业|单位|人员|项目|用户)?,?(?:应当|可以|必须|不得)"
)
_QUOTED = re.compile(r"“[^”]{0,80}”|《[^》]{0,120}》|\([^()]{0,200}\)|【[^】]{0,200}】|\[[^\]]{0,80}\]")
_CLAUSE = re.compile(r"[;:!?]|,(?!\d{3}(?!\d))")
_LEADING = re.compile(
    r"^(?:[-—]{2,}|[一二三四五六七八九]是|其中|同时|并且|并|以及|而且|使得?|力争|争取|确保|努力|基本|全面|加快|积极|大力|着力|预计|实现|全(?:市|省|区|县|国)?(?=[一-鿿]{2,}规模)|到时|届时|在|通过|推动(?=[^,]{2,}达到)|和|及|与|,|、|:|;|\s|每年|将|要|应|力争到|在全(?:市|省|区)(?:范围内)?|深入|初步|率先|再|平均|共)+"
)
_TRAILING = re.compile(
    rf"(?:(?:{quantity._BEFORE.pattern.replace('?P<', '?P<t_')})|为|约|力争|争取|确保|预期|总计|合计|共"
    r"|分别|均|都|要|将|,|、|:|\s|到|的|至|了|有|保持|稳定在|维持在|实现|占|全(?:市|省|区)|是|不|在)+$"
)
_MAKES_ONLY = re.compile(
    rf"(?:(?:{_MAKE}|加快|力争|新|累计|再|共|重点|全市|全省|全区|每年|各|和|、|并|组织|一批|至少|不少于|分别|约|近|全国|建|或|及|与|至|平均|成|做|持续|着力|同步|积极|大力|稳步|推进|加强|牵头|支持)+)"
)
_VERB_AT_END = re.compile(
    rf"(?:{_MAKE}|评定|命名|授予|建|育|选|推介|接待|服务|开设|设置|完善)(?:了|成|出|形成)?$"
)
_VERB_AT_START = re.compile(
    rf"^(?:(?:累计|新)?(?:{_MAKE}))(?=[一-鿿A-Za-z\d“])"
    r"(?!投入|经费|人员|机构|强度|费用|水平|能力|业|质量|率|指数|总|面积|规模|量|数|收入|额|体系|效率|中心|平台|贸易|型)"
)
_FIRST_LOT = re.compile(r"(?:全市|全省|全区)?(?:首|第一|新一)批$")
_BUILT = re.compile(r"(?<=[一-鿿]{4})(?:全面|全部|基本)(?:建成|完成|投用|投入使用)$")
_COUNTED_BY_VERB = re.compile(r"(?:累计|新)?(?:服务|培训|惠及|接待|吸纳|输送|培养|选派|征集)")  # 服务30万人次
_SHARED_HEAD = re.compile(
    r"(?:(?:普及|覆盖|使用|渗透|达标|合格|优良|入学|参保|就业|完成|应用|联网|开放|共享|办理|回收|利用|治理|处理)率"
    r"|占比|比重|比例|满意度|知晓度|增速|增长率|总量|总规模)$"
)
_GROWTH = re.compile(
    r"(?:增长|增速|增幅|增长率|递增|下降|降低|降幅|减少|提高|提升|压减|压缩|缩减|缩短|同比|年均|翻)(?:率|速度|幅度|了)?(?:为|到)?(?:不低于|不少于|达到|达|保持在|保持|超过|突破|约|力争|高于|控制在)?$"
)
_TO = re.compile(r"(?:提高|提升|增加|增长|上升|下降|降低|缩短|压缩|减少)(?:到|至)$")
_RANK = re.compile(
    r"(?:全国|全省|全市|全球|世界|国内|同类[^,;。]{0,6})?(?:排名|排位|位次|位列|位居|进入|跻身|居|保持|稳居|列|迈入|入围)[^,;。\d]{0,12}?前(?P<place>\d{1,3}|[一二三四五六七八九十]{1,3})(?P<unit>名|位|强|列)?"
)
_LEADERSHIP = re.compile(r"领先|前列|第一方阵|首位|领跑|一流|先进行列|第一梯队|名列前茅|走在[^,;。]{0,6}前")
_SOME = re.compile(r"一批|若干|多个|一系列|系列|一大批|多家|多项|数个")
_STATE = re.compile(
    r"(?:建成|建立|建设|打造|创建|争创|成为|形成|实现|构建|完成|基本|初步|全面|进一步|显著|明显|大幅|持续|更加|日益|有效|不断|稳步|率先|健全|完善|提升|提高|增强|优化|改善|覆盖|普及|达到|进入|跻身|培育|推动|发展|争取|获批|巩固|扩大|加快|落地|涌现|壮大|取得|突破|保持|确立|开展|启动|做强|做优|深化|促进|普遍|常态化|满足|缩小|基本完成|全覆盖|转向)"
)
_NOT_STATE = re.compile(
    r"^(?:通过|以[^,;。]{2,40}(?:为|推动)|按照|围绕|根据|坚持|立足|针对|对标|面向|聚焦|依托|结合|紧扣|经过|为)"
)
_TOGETHER = re.compile(
    r"(?P<names>[^,;。]{2,80}?)(?P<how>分别|(?<![年月日平])均|都|皆)(?:达到|超过|不低于|突破|提高到|提升至|增长|实现|为|达|提升到|新增|建成|保持在|不少于|控制在)"
)
_TRAILING_AFTER = re.compile(r"(?:以上|以下|左右|,|、|;|等)+$")
_NAMES = re.compile(r"、|以及|(?<!总)[和与](?!谐|平)|(?<![普以涉])及(?!率|其|以)")
_SPLIT_BEFORE = re.compile(
    rf"[、和及](?=(?:{_MAKE})?(?:约|近|超过|不少于|不低于|至少)?(?:\d|[一二两三四五六七八九十百]+(?:个|家|项|名|座|条|万|千|百)|一批|若干))|、(?=(?:{_MAKE})(?!(?:等|和))[一-鿿])"
)


_SHORTEST_STATE = 5  # 完善政策 names no state to reach
_LONGEST_SENTENCE = 3000  # beyond that it is no sentence
_ANY_NUMBER = re.compile(r"\d|[一二两三四五六七八九十百千万亿][个家项座条倍成万千百名场]|百分之|翻[一两]番")


def goals(text: str, start: int, end: int, calendar: Calendar, *, section: bool) -> Iterator[Goal | Unplaced]:
    """The targets in one paragraph. `section` tells that it stands in the targets section."""
    carried: str | None = None
    at = start
    for sentence in text[start:end].split("。"):
        if len(sentence) > _LONGEST_SENTENCE:
            yield Unplaced(at, at + _LONGEST_SENTENCE)
        elif sentence.strip() and (section or _ANY_NUMBER.search(sentence)):
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
    if not section and _NOT_GOAL.search(sentence) and not _rescued(sentence):
        return
    masked = _QUOTED.sub(lambda found: "□" * len(found[0]), sentence)
    for due in dues:
        masked = masked[: due.start] + "□" * (due.end - due.start) + masked[due.end :]
    subject = ""
    for left, right in _clauses(masked):
        when = next((one.due for one in reversed(dues) if one.start < right), carried)
        clause = _Clause(sentence, masked, left, right, subject, section, [one.due for one in dues])
        found = list(clause.numeric())
        for goal in found or (clause.stated() if section else ()):
            yield replace(goal, due=goal.due or when) if isinstance(goal, Goal) else goal
        subject = clause.subject or subject


def _rescued(sentence: str) -> bool:
    """A sentence with a date to reach something by stays worth reading although it also speaks of money."""
    return re.search(r"(?:到|至)20\d\d年", sentence) is not None and not _STRONG_NOT_GOAL.search(sentence)


def _clauses(masked: str) -> Iterator[tuple[int, int]]:
    left = 0
    for mark in [*[found.start() for found in _CLAUSE.finditer(masked)], len(masked)]:
        if mark > left:
            yield from _listed(masked, left, mark)
        left = mark + 1


def _listed(masked: str, left: int, right: int) -> Iterator[tuple[int, int]]:
    """培育3家A、5家B and 研发一批A、培育一批B are a clause each."""
    at = left
    if not _TOGETHER.search(masked[left:right]):
        for joint in _SPLIT_BEFORE.finditer(masked, left, right):
            before = masked[at : joint.start()]
            after = masked[joint.end() : right]
            counted = any(True for _ in quantity.find(before)) or _SOME.search(before)
            if counted and (any(True for _ in quantity.find(after)) or _SOME.search(after)):
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
    subject: str = ""

    def numeric(self) -> Iterator[Goal | Unplaced]:
        words = self.masked[self.left : self.right]
        found = [one for one in quantity.find(words) if self._counts(words, one)]
        rank = _RANK.search(words)
        if rank and (self.section or re.search(r"进入|跻身|迈入|位居|稳居|力争", rank[0])):
            for index, one in enumerate(before := [one for one in found if one.op_end <= rank.start()]):
                yield from self._goal(words, one, before[index - 1].op_end if index else 0, rank.start())
            yield self._ranked(words, rank, before[-1].op_end if before else 0)
            return
        together = _TOGETHER.search(words)
        if together and found:
            yield from self._shared(together, found)
            return
        for index, one in enumerate(found):
            stop = found[index + 1].op_start if index + 1 < len(found) else len(words)
            begin = found[index - 1].op_end if index else 0
            yield from self._goal(words, one, begin, stop)
        bare = _NO_UNIT.search(words) if not found and self.section else None
        if bare:
            yield Unplaced(self.left + bare.start(), self.left + bare.end())

    def stated(self) -> Iterator[Goal]:
        """A goal without a number: a state, a leading place, or 一批."""
        words = self.masked[self.left : self.right].strip("□ 、")
        plain = self._plain(self.left, self.right)
        bare = _LEADING.sub("", plain)
        some = _SOME.search(words)
        if (
            len(bare) < _SHORTEST_STATE
            or _NOT_STATE.match(plain.lstrip("□ "))
            or (not some and not _STATE.search(words))
        ):
            return
        if any(True for _ in quantity.find(words)):
            return
        begin, end = self._trimmed()
        metric = _VERB_AT_START.sub("", bare)
        if some:
            verbless = _VERB_AT_START.sub("", bare.replace(some[0], "", 1))
            metric = _VERB_AT_START.sub("", re.sub("^[和与、]", "", verbless)) or bare  # 引进和培育一批企业
            yield self._make(begin, end, metric, TargetKind.UNQUANTIFIED, "some")
        elif _LEADERSHIP.search(words):
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
        if one.is_duration:
            return one.op is not None and one.unit not in ("年", "日") and _SHORTEN.search(before) is not None
        barred = (
            _FROM.search(before) is not None
            or re.search(r"[第每逾]$", before) is not None
            or _PAST.search(words) is not None
            or _STRONG_NOT_GOAL.search(words) is not None
            or _OBLIGES.match(after) is not None
            or (one.unit in _MONEY and _QUALIFIES.match(words, one.end) is not None)
            or (not _VERB_AT_END.search(before) and _THRESHOLD.match(words, one.end) is not None)
            or (one.unit in _PARTS and _OF_A_WHOLE.match(after) is not None)
            or (one.chinese and one.op is None and not self._plural(one, before, after))
        )
        if barred:
            return False
        if self.section:
            return True
        paid = one.unit in ("%", "‰") and one.op is None and re.search(r"(?:按|返还|的|收取|其)$", before)
        return not paid and not _NOT_GOAL.search(words) and self._aimed(before, one)

    def _plural(self, one: Quantity, before: str, after: str) -> bool:
        """一个 is an article and 三大 a manner of speaking; 三十个 is a number, 三个 only behind a verb of making."""
        if one.value is None or one.value > 10:
            return True
        return (one.value > 1 or one.unit == "倍") and self._made(before, after)

    def _made(self, before: str, after: str) -> bool:
        words = before.rstrip("□ ")
        if self.section:
            return _VERB_AT_END.search(words) is not None or not after.strip("□ ")
        return _FOUNDS.search(words) is not None

    def _aimed(self, before: str, one: Quantity) -> bool:
        if one.op is None and one.unit in ("%", "‰", "倍"):
            return _GOAL.search(before) is not None or (one.op_start == 0 and self.section)
        if one.op is not None and one.rule != "number":
            return True
        reached = self.masked[self.left : self.left + one.start]  # with the comparing word itself
        return _GOAL.search(reached) is not None or (one.op is not None and self._earlier_goal())

    def _earlier_goal(self) -> bool:
        return _GOAL.search(self.masked[: self.left]) is not None

    def _goal(self, words: str, one: Quantity, begin: int, stop: int) -> Iterator[Goal | Unplaced]:
        if one.value is None:
            yield Unplaced(self.left + one.start, self.left + one.end)
            return
        metric = self._metric(words, one, begin, stop)
        kind = _kind(words[begin : one.op_start], words[begin : one.start], one)
        start, end = self._trimmed()
        # A number without a comparing word is to be met as printed.
        base = Goal(start, end, metric, one.op or Operator.EQUAL, one.value, one.unit, None, kind, one.rule)
        if one.high is None:
            yield base
        else:
            yield replace(base, op=Operator.AT_LEAST)
            yield replace(base, op=Operator.AT_MOST, value=one.high)

    def _metric(self, words: str, one: Quantity, begin: int, stop: int) -> str:
        before = _FROM_PHRASE.sub("", self._plain(self.left + begin, self.left + one.op_start))
        after = self._plain(self.left + one.op_end, self.left + stop)
        noun = _FIRST_LOT.sub("", _TRAILING.sub("", _LEADING.sub("", before)))
        if one.unit == "%" and after.startswith("的") and len(after) > 2:  # 新区50%的社区建成综合体
            return f"{noun}{after[1:]}"
        if not noun or _MAKES_ONLY.fullmatch(noun) or (_VERB_AT_END.search(before) and after.strip("的 ")):
            thing = _BUILT.sub("", _TRAILING_AFTER.sub("", after.removeprefix("的")).strip())
            if thing:
                self.subject = ""
                return thing
            if _COUNTED_BY_VERB.fullmatch(noun):
                return noun
            return (
                self.subject or self.earlier_subject or noun or before or self._plain(self.left, self.right)
            )
        noun = noun.replace("力争", "")
        noun = _VERB_AT_START.sub("", noun) if not noun.startswith(("新增", "新建", "累计")) else noun
        if re.fullmatch(
            r"(?:年均|平均每年|年平均|同比|比[^,]{2,8}年?)?(?:增长|增速|增幅|增长率|下降|提高|提升|降低|翻)*",
            noun,
        ):
            return f"{self.earlier_subject}{noun}" if noun != self.earlier_subject else noun
        self.subject = re.sub(r"(?:年均|同比|平均)?(?:增长|增速|增幅)$", "", noun)
        return noun or before

    def _shared(self, together: re.Match[str], found: list[Quantity]) -> Iterator[Goal | Unplaced]:
        """A、B分别达到65%和55%; A、B均达到45%."""
        names = [
            name.strip()
            for name in _NAMES.split(
                self._plain(self.left + together.start("names"), self.left + together.end("names"))
            )
        ]
        names = _headed([_VERB_AT_START.sub("", _LEADING.sub("", name)) for name in names if name])
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
            _TRAILING.sub("", _LEADING.sub("", self._plain(self.left + begin, self.left + rank.start())))
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
    head = _SHARED_HEAD.search(names[-1]) if names else None
    if head is None or any(re.search(r"[率比度量数额速重例]$", name) for name in names[:-1]):
        return names
    return [*(f"{name}{head[0]}" for name in names[:-1]), names[-1]]


def _kind(before: str, up_to: str, one: Quantity) -> TargetKind:
    if one.unit in ("%", "‰", "个百分点", "百分点", "倍"):
        growing = _GROWTH.search(before.rstrip("□ ")) or re.search(r"年均|同比|增速|增幅|增长率", before)
        if one.unit in ("个百分点", "百分点") or one.rule == "doubling" or one.unit == "倍":
            return TargetKind.GROWTH
        if growing and not _TO.search(up_to.rstrip("□ ")):
            return TargetKind.GROWTH
        return TargetKind.SHARE
    return TargetKind.LEVEL
