"""Who is named: shape of a name, the level prefix a list carries, the dictionary of bodies and its dates.

A name stays as printed, completed only by the level prefix that the list carries (市工业和信息化局、交通运输局).
The dictionary identifies and suggests; it never replaces one name by another.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Shape(StrEnum):
    BODY = "body"
    COLLECTIVE = "collective"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body of the dictionary at its level and place; `name` is the name preferred today, without place."""

    id: str
    level: str
    place: str | None
    name: str
    valid_to: date | None = None  # last day of the name that was looked up


@dataclass(frozen=True, slots=True)
class Member:
    """One name of a list, completed; `carried` tells that its prefix came from the name before it."""

    name: str
    shape: Shape
    carried: bool = False


PROVINCES = (
    "北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南"
    "|重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|广州|深圳"
)
_COLLECTIVE = re.compile(
    r"(?:省|市|区|县|州|全市|全省|全区|中央|国务院)?(?:级|直|各级|政府|直属)?各(?!项)[^,;。]{1,24}"
    r"|(?:其他|其它|省|市|区|县|州|国务院|中央|地方|所在|本地)?(?:级|直|政府|直属|委市政府)*(?:有关|相关|等有关)[^,;。]{0,4}"
    r"(?:部门|单位|方面|企业|机构|地区|区|县|市|地市|省份|委办局|院校|高校|政府|人民政府|市县)(?:和[^,;。]{2,6}|及[^,;。]{2,6})?"
    r"|等(?:(?:省|市|区|县|国务院|中央)(?:直|级)?)?(?:有关|相关|各)?[一-十\d]*个?(?:部门|单位|地区|区|企业|机构|委办局|地)(?:和(?:单位|部门|地区|企业|机构))?"
    r"|(?:市|省|区|县)(?:直|级|直属|属)(?:部门|单位|机关|企业|国有企业|国企)(?:和单位)?"
    r"|(?:地方|县级以上|省级|市级|县级|省市|属地|乡镇|镇街|街镇)(?:地方)?(?:各级)?(?:人民)?(?:政府|部门|单位)?"
    r"|.{2,16}各(?:部门|单位|成员单位|地区)|.{0,12}(?:成员单位|牵头单位|责任单位|责任部门|主管部门|行业部门|试点城市政府|试点地区|(?<!各)运营商|基础电信企业|电信企业|"
    r"铁塔公司|运营企业|建设单位|街道办|镇街|乡镇|所在地政府)"
)
_BODY = re.compile(
    r".*(?:部|委|委员会|局|厅|署|办|办公室|院|会|政府|公司|集团|银行|分行|支行|中心|学校|大学|学院|高校|海关|分署|支队|总队|大队|台|站"
    r"|社|馆|所|指挥部|小组|专班|街道|镇|乡|新区|开发区|高新区|示范区|自贸区|园区|保税区|合作区|工商联|科协|妇联|残联|文联"
    r"|社科联|侨联|组委|党校|供销社|供销联社|基金会|[一-鿿]{2,}区|[一-鿿]{2,}县|[一-鿿]{2,}市|[一-鿿]{2,}州|铁塔|电信|移动|联通|电网"
    r"|国网|广电网络|研究院|联盟|协会|商会|工会|团市委|团省委|团区委|团县委|报业|医院|电视总台|总台|处|科|队|农商行|人社|发改)"
    r"(?:（[^（）]{1,30}）)?"
)
_NOT_A_NAME = re.compile(
    r"[。;,:!?“”《》%\d]|要$|^(?:对(?!外|台|口)|在|以|为|将|把|按|从|经(?!信|济|贸|开|合|发)|并|可|应(?!急)|须|需|推动|支持|鼓励|加强|建立|开展|实施|完善|推进|引导|积极|加快)"
    r"|^(?:以下|简称)|(?:应当|可以|不得|必须|应该|要求|需要|主动|认真|负责|牵头|工作$)"
)
_LEVEL_MARK = re.compile(
    r"(?P<level>(?:全)?(?:省|市(?!场|容|政(?:园林|工程|管理|公用|设施|局|和园林))|(?<![社园辖])区(?!域|块)|县(?!域|级)|州|盟|旗))"
    r"(?P<party>委(?![托员]))?(?=[^、])"
)
_PLACED_MARK = re.compile(
    r"(?P<level>[一-鿿]{2,6}?(?:省|自治区|自治州|市(?!场|容)|县(?!域)|(?<![社园辖])区(?!域|块)|州|盟|旗))"
    r"(?P<party>委(?![托员]))?(?=[^、])"
)
_LEAGUE_MARK = re.compile(r"团(?P<level>省|市|区|县|州)委")
_PARTY_ORGAN = re.compile(
    r"(?:宣传部|组织部|统战部|政法委|网信办|编办|改革办|军民融合办|台办|农办|直属机关工委|政研室|党校|老干部局|巡察办|社会工作部|"
    r"社工部|依法治[省市区县]办|国安办|台港澳办|农村工作办|金融办|审计办)(?:（.*）)?"
)
_CENTRAL = re.compile(
    r"(?:国家|中国|中央|全国|国务院|最高|人民银行|外汇|海关|国网|南方电网|共青团|武警|消防救援|驻|各|有关|相关|等)"
)
_TAKES_NO_PREFIX = re.compile(
    rf"(?:{_CENTRAL.pattern}|{PROVINCES}).*"
    r"|.*(?:公司|集团|银行|分行|支行|分署|海关|海事局|大学|学院|铁塔|电信|移动|联通|电网|街道|街道办|镇|乡|新区|医院|协会|商会|联盟|部|总局"
    r"|[区县州](?:人民)?(?:政府|管委会|管理委员会)?|[一-鿿]{2,}市(?:人民)?政府?)"
)
# Offices of a central system that carry the name of their place, and no level: 岭海银保监局、证监局.
_STATIONED = re.compile(
    r"(?P<place>(?!国家|地方|中国)[一-鿿]{2,6}?)"
    r"(?P<office>(?:银保监|证监|银监|保监|金融监管|金融监督管理|矿山安全监察|煤矿安全监察|海事|供电|铁路)(?:分)?局|边检总?站|调查总?队|供电公司|电力公司)"
)
_STATIONED_OFFICE = re.compile(_STATIONED.pattern.partition("(?P<office>")[2].removesuffix(")"))
_GENERIC = re.compile(
    r"(?:产业)?(?:园区|新区|开发区|高新区|示范区|保税区|合作区|镇|乡|街道|学校|大学|学院|高校|医院|公司|银行|集团|中心|协会|商会|联盟|基金会|研究院|小组|处|科|台|站|社|馆|所|队|部|院|会|电信|移动|联通|铁塔|电网)"
)
_SUBNATIONAL = re.compile(
    r".*(?:局|委|委员会|厅|办|办公室|院|会|中心|社|馆|所|队|站|联|协|台|政府|处|科|党校|部)(?:（.*）)?"
)
_HALF = re.compile(r"[省市区县州]|各(?:设?区|县|市|区县|州|地市|地级市|设区市|市州)")
_HALF_GOES_ON = re.compile(r"(?:县|市|区|州|旗|镇|街|开发区|功能区|管委会|自治|省)")
_PLACED_GOVERNMENT = re.compile(r"[一-鿿]{2,8}[省市区县州旗镇乡](?:人民)?政府")  # known by its form
_AND_MORE = re.compile(r"等\d{1,3}个?(?:部门|单位|地区|市|区|县|企业)")
_JOINT = re.compile(r"以及|[和及与]")
_MORE_OF = re.compile(
    r".{2,}[^、]等(?:省|市|区|县|国务院|中央)?(?:直|级)?(?:有关|相关|各)(?:部门|单位)"
)  # 能源局等省有关部门
_ROUND = str.maketrans("()〔〕[]", "（）（）（）")
_SPACE = re.compile(r"[\s　]+")


def shape(name: str) -> Shape:
    """What a printed name looks like, by its form alone."""
    if not 2 <= len(name) <= 40:
        return Shape.UNKNOWN
    if _AND_MORE.fullmatch(name):
        return Shape.COLLECTIVE
    if _NOT_A_NAME.search(name.split("（", maxsplit=1)[0]):
        return Shape.UNKNOWN
    if _COLLECTIVE.fullmatch(name):
        return Shape.COLLECTIVE
    return Shape.BODY if _BODY.fullmatch(name) or _known(name) else Shape.UNKNOWN


def members(printed: str, place_prefix: str | None = None) -> tuple[Member, ...]:
    """The names in one list between commas, each with the level prefix it carries.

    `place_prefix` is the prefix carried across a comma; it serves only names the dictionary knows locally.
    """
    found: list[Member] = []
    prefix: str | None = None
    for name in _merged(list(_split(printed))):
        kind = shape(name)
        own = level_prefix(name) if kind is not Shape.COLLECTIVE else None
        if own or kind is Shape.COLLECTIVE:
            prefix = own or prefix
            found.append(Member(name, kind))
            continue
        place = _stationed_place(found)
        if place and _STATIONED_OFFICE.fullmatch(name):
            found.append(Member(f"{place}{name}", Shape.BODY, carried=True))
            continue
        carried = prefix or (place_prefix if _local(name) else None)
        party = "委" if _PARTY_ORGAN.fullmatch(name) and _after_party(found) else ""
        placed = _TAKES_NO_PREFIX.fullmatch(name) or _STATIONED.fullmatch(name)
        if carried and (party or not placed) and _may_carry(name):
            found.append(Member(f"{carried}{party}{name}", Shape.BODY, carried=True))
        else:
            found.append(Member(name, kind))
    return tuple(found)


def _stationed_place(found: list[Member]) -> str | None:
    last = _STATIONED.fullmatch(found[-1].name) if found else None
    return last["place"] if last else None


def is_named(name: str) -> bool:
    """Whether a name alone tells which body is meant: 市商务局 does, 园区 and 公司 do not."""
    return shape(name) is Shape.BODY and _GENERIC.fullmatch(name) is None


def level_prefix(name: str) -> str | None:
    """市 of 市财政局, 省 of 省委宣传部, 穗州市 of 穗州市财政局, 市 of 团市委."""
    league = _LEAGUE_MARK.match(name)
    if league:
        return league["level"]
    mark = _LEVEL_MARK.match(name) or (None if _CENTRAL.match(name) else _PLACED_MARK.match(name))
    if mark is None or mark.end() >= len(name) or _COLLECTIVE.fullmatch(name):
        return None
    rest = name[mark.end() :]
    return mark["level"] if len(rest) >= 2 and _SUBNATIONAL.fullmatch(rest) else None


def identify(name: str, on: date | None = None, place: str | None = None) -> Organisation | None:
    """The body that a name meant on a day; None if the dictionary has no such name, or not on that day."""
    level, where, stem = _taken_apart(name)
    entry = _dictionary().get((level, stem))
    if entry is None or (on is not None and entry.valid_to is not None and on > entry.valid_to):
        return None
    return Organisation(
        entry.id, level, where or (place if level != "national" else None), entry.name, entry.valid_to
    )


def suggestions(name: str) -> tuple[str, ...]:
    """Up to three names of the dictionary that are nearly this one; empty when it is known."""
    level, _, stem = _taken_apart(name)
    party = stem.startswith("委") and _PARTY_ORGAN.fullmatch(stem[1:])
    if party or (level, stem) in _dictionary() or _PLACED_GOVERNMENT.fullmatch(name):
        return ()
    prefix = name[: len(name) - len(stem)]
    known = [other for at, other in _dictionary() if at == level]
    near = [close for close in get_close_matches(stem, known, n=6, cutoff=0.8) if len(close) >= 3]
    return tuple(prefix + close for close in near if abs(len(close) - len(stem)) <= 2)[:3]


def _taken_apart(name: str) -> tuple[str, str | None, str]:
    """Level, place and the name without them."""
    prefix = level_prefix(name.split("（", maxsplit=1)[0])
    stem = name.split("（", maxsplit=1)[0].removeprefix(prefix or "")
    if prefix is None:
        return "national", None, stem
    level = "province" if prefix.endswith(("省", "自治区")) else "city"
    return level, prefix if len(prefix) > 1 else None, stem


def _split(printed: str) -> Iterator[str]:
    """Names between 、 outside brackets; 和 and the like part two names only where both sides are whole."""
    depth = start = 0
    text = _SPACE.sub("", printed).translate(_ROUND)
    for at, char in enumerate(text + "、"):
        depth += (char == "（") - (char == "）")
        if char in "、/" and depth <= 0:
            if start < at:
                yield from _parted(text[start:at])
            start = at + 1
    if start < len(text):
        yield text[start:]


def _parted(name: str) -> Iterator[str]:
    if (
        _COLLECTIVE.fullmatch(name)
        and "和" in name
        and shape(name.split("和", maxsplit=1)[0]) is not Shape.BODY
    ):
        first, _, second = name.partition("和")
        if not (shape(first) is Shape.COLLECTIVE and second.startswith(("各", "市", "省", "有关", "相关"))):
            yield name
            return
    for joint in _JOINT.finditer(name):
        left, right = name[: joint.start()], name[joint.end() :]
        if (_whole(left) or _MORE_OF.fullmatch(left)) and (
            _whole(right) or right.startswith(("各", "有关", "相关"))
        ):
            yield from _parted(left) if _MORE_OF.fullmatch(left) else (left,)
            yield from _parted(right)
            return
    plain = re.fullmatch(
        r"(.{3,}?)(等(?:(?:省|市|区|县|国务院|中央)(?:直|级)?)?(?:[一-十\d]+个?|有关|相关|各)?.{0,3}(?:部门|单位|地区|企业|机构).*)",
        name,
    )
    if plain and shape(plain[1]) is not Shape.UNKNOWN and _COLLECTIVE.fullmatch(plain[2]):
        yield from _parted(plain[1])
        yield plain[2]
        return
    if name.endswith("等") and len(name) > 3:
        name = name[:-1]
    yield name


def _whole(name: str) -> bool:
    kind = shape(name)
    return kind is Shape.COLLECTIVE or (
        kind is Shape.BODY
        and len(name) >= 3
        and not re.fullmatch(r"[省市区县]?(?:农业|工业|文化|住房|人力资源|规划|发展)", name)
    )


def _merged(names: list[str]) -> list[str]:
    """市、区财政局, 各区、县级市政府, 广州、珠海边检总站: one name each, the first part has no body of its own."""
    merged: list[str] = []
    for name in names:
        if merged and _is_first_part(merged[-1], name):
            merged[-1] = f"{merged[-1]}、{name}"
        else:
            merged.append(name)
    return merged


def _is_first_part(before: str, name: str) -> bool:
    if name in ("单位", "部门", "企业"):
        return _COLLECTIVE.fullmatch(before) is not None
    if _HALF.fullmatch(before):
        return _HALF_GOES_ON.match(name) is not None
    last = before.rpartition("、")[2]
    return len(last) <= 3 and shape(last) is Shape.UNKNOWN


def _may_carry(name: str) -> bool:
    return shape(name) is Shape.BODY and (_SUBNATIONAL.fullmatch(name) is not None or _local(name))


def _after_party(found: list[Member]) -> bool:
    return bool(found) and re.search(r"[省市区县州]委", found[-1].name) is not None


def _local(name: str) -> bool:
    stem = name.split("（", maxsplit=1)[0]
    return ("city", stem) in _dictionary() or ("province", stem) in _dictionary()


def _known(name: str) -> bool:
    return any((level, name) in _dictionary() for level in ("national", "province", "city"))


@dataclass(frozen=True, slots=True)
class _Entry:
    id: str
    name: str
    valid_to: date | None


@cache
def _dictionary() -> dict[tuple[str, str], _Entry]:
    tables = tomllib.loads(files(__package__).joinpath("organisations.toml").read_text("utf-8"))
    entries: dict[tuple[str, str], _Entry] = {}
    for key, table in tables.items():
        for level in ("national", "province", "city"):
            names = table.get(level, [])
            for name in names:
                entries[level, name] = _Entry(key, names[0], None)
    for key, table in tables.items():
        for former in table.get("former", []):
            for level in former["levels"]:
                current = table.get(level, [former["name"]])[0]
                entries.setdefault((level, former["name"]), _Entry(key, current, former["to"]))
    return entries
